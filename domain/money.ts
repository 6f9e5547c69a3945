/** Money is an integer number of fen (分), 100 to the yuan. No floating point touches an amount. */

/** An amount in fen. */
export type Fen = number;

export const FEN_PER_YUAN = 100;

/** A rate in basis points (1,500 = 15 %), so that rates are integers too. */
export type BasisPoints = number;

const WHOLE_BASIS_POINTS = 10_000;

/** Throws RangeError unless `fen` is a whole, non-negative, exactly representable amount. */
export function assertFen(fen: number, name: string): void {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new RangeError(`${name} is no amount in fen: ${fen}`);
}

/**
 * A share of an amount, fractions of a fen cut off. Cutting is safe before rounding half-up to a
 * yuan: half a yuan is a whole number of fen, so the fraction cannot decide.
 */
export function shareOf(fen: Fen, rate: BasisPoints): Fen {
  // In two parts, because amount × rate can leave the range of exact integers.
  const whole = Math.floor(fen / WHOLE_BASIS_POINTS);
  const rest = fen % WHOLE_BASIS_POINTS;
  return whole * rate + Math.floor((rest * rate) / WHOLE_BASIS_POINTS);
}

/** Rounds to a multiple of `unitFen`; exactly half goes up. */
export function roundHalfUp(fen: Fen, unitFen: Fen): Fen {
  const rest = fen % unitFen;
  return rest * 2 >= unitFen ? fen - rest + unitFen : fen - rest;
}

/** '18,000.00', in yuan. */
export function yuan(fen: Fen): string {
  const whole = String(Math.floor(fen / FEN_PER_YUAN)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${String(fen % FEN_PER_YUAN).padStart(2, '0')}`;
}

/** '15%', '12.5%'. */
export function percent(rate: BasisPoints): string {
  return `${rate / 100}%`;
}
