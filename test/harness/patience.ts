// Real servers on a busy two-core machine: a slow answer is no failure.
jest.setTimeout(240_000);
