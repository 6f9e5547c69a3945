/** Basis points as a percentage, as 3141 is 31.41 %; a dash where there is nothing to measure. */
export function percentOf(basisPoints: number | null): string {
  return basisPoints === null ? '–' : `${(basisPoints / 100).toFixed(2)} %`;
}
