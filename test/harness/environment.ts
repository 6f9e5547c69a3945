import { readFileSync } from 'node:fs';

/** What global set-up started, as the suites need to know it. */
export interface TestServers {
  readonly folder: string;
  readonly postgresPort: number;
  readonly ownerPassword: string;
  readonly appPassword: string;
  readonly vaultPassword: string;
  readonly templateDatabase: string;
  readonly temporalAddress: string;
  readonly temporalNamespaces: readonly string[];
  readonly testServerProgram: string;
}

const variable = 'ANJIE_TEST_SERVERS';

/** Jest's workers inherit the environment of global set-up, and nothing else of it. */
export function announceServers(file: string): void {
  process.env[variable] = file;
}

export function testServers(): TestServers {
  const file = process.env[variable];
  if (file === undefined)
    throw new Error('No test servers: this suite belongs to the jest project "system".');
  return JSON.parse(readFileSync(file, 'utf8')) as TestServers;
}

/** A number that somebody gives a run of tests, as the seed of what is drawn; null where nobody does. */
export function numberGiven(name: string): number | null {
  const given = process.env[name];
  return given === undefined ? null : Number(given);
}

/** A word that somebody gives a run of tests; null where nobody does. */
export function wordGiven(name: string): string | null {
  return process.env[name] ?? null;
}
