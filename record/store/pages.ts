/*
 * Lists are read by keyset: a page goes on behind the last line of the page before, however many lines have
 * come or gone meanwhile.
 */

export interface Page<Line> {
  readonly items: readonly Line[];
  /** The `cursor` of the next page; null on the last one. */
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor: string | null;
}

/** The cursor is of another list or order, or was never given out. */
export class CursorInvalid extends Error {
  override readonly name = 'CursorInvalid';
}

/** A page of at most `limit` lines from up to `limit + 1` rows: one row too many says that there is more. */
export function pageOf<Row, Line>(
  rows: readonly Row[],
  limit: number,
  cursorAt: (row: Row) => string,
  lineOf: (row: Row) => Line,
): Page<Line> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(lineOf),
    nextCursor: rows.length > limit && last !== undefined ? cursorAt(last) : null,
  };
}

/** Refuses a cursor. @throws CursorInvalid */
export function invalid(): never {
  throw new CursorInvalid('no cursor of this list');
}

/** An instant out of a cursor. @throws CursorInvalid */
export function instant(value: string | null | undefined): string {
  return value && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value) ? value : invalid();
}

/** A day out of a cursor. @throws CursorInvalid */
export function day(value: string | null | undefined): string {
  return value && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : invalid();
}

/** An id out of a cursor. @throws CursorInvalid */
export function uuid(value: string | null | undefined): string {
  return value && /^[0-9a-f-]{36}$/.test(value) ? value : invalid();
}

/** A whole number out of a cursor. @throws CursorInvalid */
export function wholeNumber(value: string | null | undefined): number {
  return value && /^\d{1,15}$/.test(value) ? Number(value) : invalid();
}
