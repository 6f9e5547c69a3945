/** Why a case does not fit what runs: the law that it has pinned, the catalogue of steps, or its own procedure. */
export const misfitCodes = ['law-row-missing', 'step-unknown', 'procedure-changed'] as const;
export type MisfitCode = (typeof misfitCodes)[number];

/** Where a case cannot go on. `caseNumber` is for the log alone. */
interface MisfitPlace {
  readonly step?: string;
  readonly row?: string;
  readonly caseNumber?: string;
}

/**
 * A case that cannot go on because the code or the law that runs lacks something which its record rests on. It is a
 * fault of whoever installed them, so it is thrown; callers are told its code with the step and the row alone.
 */
export class CaseMisfit extends Error {
  override readonly name = 'CaseMisfit';

  constructor(
    readonly code: MisfitCode,
    readonly at: MisfitPlace = {},
    options?: ErrorOptions,
  ) {
    super([code, at.step, at.row].filter((word) => word !== undefined).join(' '), options);
  }
}

/** Does a piece of work on a step; a misfit that knows no step is told with this one. */
export function atStep<T>(step: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw placed(error, { step });
  }
}

/** Does a piece of work on a case; a misfit is told with its number. */
export async function inCase<T>(caseNumber: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw placed(error, { caseNumber });
  }
}

/** The error, with what it does not know of its place yet. */
function placed(error: unknown, place: MisfitPlace): unknown {
  if (!(error instanceof CaseMisfit)) return error;
  return new CaseMisfit(error.code, { ...place, ...error.at }, { cause: error.cause });
}
