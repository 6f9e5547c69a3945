/** The condition of a paper that was cleaned, where none is scanned. */
export const cleaned = { original: 'cd'.repeat(32), damaged: false, scan: { is: 'none' } } as const;

/** A paper that a list asks for, as it is entered in a record; no file lies behind it. */
export function cleanedPaper(paperId: string, material: string) {
  const file = { digest: 'ab'.repeat(32), mediaType: 'application/pdf', bytes: 1 };
  return { paperId, ...file, material, condition: cleaned };
}
