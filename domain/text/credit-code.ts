/*
 * 统一社会信用代码 (GB 32100-2015): eighteen characters without I, O, S, V and Z, the last of which follows from the
 * others, so that one digit too many or two that have changed places are noticed.
 */

const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Whether this is the code of a firm, its last character checked. */
export function isCreditCode(code: string): boolean {
  if (code.length !== 18) return false;
  const values = [...code].map((letter) => letters.indexOf(letter));
  if (values.includes(-1)) return false;
  const last = values[17];
  const sum = values.slice(0, 17).reduce((total, value, at) => total + value * weightAt(at), 0);
  return last === (31 - (sum % 31)) % 31;
}

/** Powers of 3 modulo 31. */
function weightAt(at: number): number {
  let weight = 1;
  for (let i = 0; i < at; i++) weight = (weight * 3) % 31;
  return weight;
}
