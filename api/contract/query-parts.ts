import { Type } from 'typebox';

/** The fields of a query that choose a page. */
export const pageQuery = (most: number, usual: number) => ({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: most, default: usual })),
  cursor: Type.Optional(Type.String({ maxLength: 1_000, description: '`nextCursor` of the page before' })),
});

/** How many lines a page has where nobody says. */
export const usualLimit = 20;
export const PageQuery = pageQuery(100, usualLimit);

/** A month of Asia/Shanghai. */
export const Month = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$', description: 'YYYY-MM' });

export const NumberParams = Type.Object({
  number: Type.String({
    format: 'case-number',
    title: 'Case number',
    'x-title': { zh: '案件编号', en: 'Case number' },
  }),
});
