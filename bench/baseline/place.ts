import { inheritedEnvironment } from '../../setup/environment';

/** Where the baseline works, handed to its two programs in their environment. */
export interface BaselinePlace {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly namespace: string;
}

const variable = 'BENCH_BASELINE';

export function environmentOfPlace(place: BaselinePlace): NodeJS.ProcessEnv {
  return { ...inheritedEnvironment(), [variable]: JSON.stringify(place) };
}

export function baselinePlace(): BaselinePlace {
  return JSON.parse(inheritedEnvironment()[variable] ?? '{}') as BaselinePlace;
}
