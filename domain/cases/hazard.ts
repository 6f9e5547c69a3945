import { Type } from 'typebox';
import { Form, OneOf, Text } from '../case/form';
import { nothingMore, type NothingMore } from '../case/step';
import { refuse, type Result } from '../refusal';

const hazardGrades = ['general', 'major'] as const;

/** Hazards 隐患 as a visit to a firm has found them; an order to rectify takes them up item by item. */
export const hazardsFound = Type.Array(
  Form({
    item: Type.String({ title: '隐患编号 Item', pattern: '^h[1-9][0-9]?$' }),
    grade: OneOf(hazardGrades, '隐患等级 Grade'),
    clause: Type.String({ title: '违反条款 Clause', pattern: '^[a-z0-9][a-z0-9.:-]{1,60}$' }),
    description: Text({ title: '隐患情况 What was found' }),
  }),
  { title: '隐患 Hazards', minItems: 1, maxItems: 40 },
);

/** A finding whose hazards each have an item number of their own. Refusal: `form-invalid`. */
export function numberedApart(
  hazards: readonly { readonly item: string }[],
): Result<NothingMore, 'form-invalid'> {
  return new Set(hazards.map(({ item }) => item)).size === hazards.length
    ? nothingMore
    : refuse('form-invalid', 'each hazard has an item number of its own', { pointer: '/hazards' });
}
