/** The condition of a paper that was cleaned, where none is scanned. */
export const cleaned = { original: 'cd'.repeat(32), damaged: false, scan: { is: 'none' } } as const;
