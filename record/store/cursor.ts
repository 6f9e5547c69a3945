/** Where a page ended: the values of the sort key of its last line. */
export type CursorValues = readonly (string | null)[];

/** A place in a list as text for the caller, who need not understand it. `order` names the list and its order. */
export function cursorOf(order: string, values: CursorValues): string {
  return Buffer.from(JSON.stringify([order, ...values]), 'utf8').toString('base64url');
}

/** The values of a cursor; null where it is none, or belongs to a list in another order. */
export function readCursor(cursor: string, order: string, length: number): CursorValues | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed)) return null;
    const [named, ...values] = parsed as unknown[];
    const fits = named === order && values.length === length && values.every(isValue);
    return fits ? values : null;
  } catch {
    return null;
  }
}

function isValue(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
