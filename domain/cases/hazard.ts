import { Clause, SystemWord, Form, ListOf, OneOf, Text } from '../case/form';
import { nothingMore, type NothingMore } from '../case/step';
import { refuse, type Result } from '../refusal';

export const hazardGrades = {
  general: { zh: '一般隐患', en: 'General' },
  major: { zh: '重大隐患', en: 'Major' },
} as const;

/** A hazard by its number in the finding. */
export const itemNumber = SystemWord({ zh: '隐患编号', en: 'Item' }, '^h[1-9][0-9]?$');

/** Hazards 隐患 as a visit to a firm has found them; an order to rectify takes them up item by item. */
export const hazardsFound = ListOf(
  { zh: '隐患', en: 'Hazards' },
  Form({
    item: itemNumber,
    grade: OneOf({ zh: '隐患等级', en: 'Grade' }, hazardGrades),
    clause: Clause({ zh: '违反条款', en: 'Clause' }),
    description: Text({ zh: '隐患情况', en: 'What was found' }, { goesTo: 'enterprise' }),
  }),
  { minItems: 1, maxItems: 40 },
);

/** A finding whose hazards each have an item number of their own. Refusal: `form-invalid`. */
export function numberedApart(
  hazards: readonly { readonly item: string }[],
): Result<NothingMore, 'form-invalid'> {
  return new Set(hazards.map(({ item }) => item)).size === hazards.length
    ? nothingMore
    : refuse('form-invalid', 'each hazard has an item number of its own', { pointer: '/hazards' });
}
