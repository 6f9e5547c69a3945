import { Type } from 'typebox';
import { Form, OneOf, Text } from '../case/form';
import { ok, refuse, type Result } from '../refusal';
import type { Derived, DeriveInput } from '../case/step';

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
export function numberedApart({ facts }: DeriveInput): Result<Derived<Record<never, never>>, 'form-invalid'> {
  const items = ((facts['hazards'] ?? []) as unknown as { item: string }[]).map(({ item }) => item);
  return new Set(items).size === items.length
    ? ok({ facts: {} })
    : refuse('form-invalid', 'each hazard has an item number of its own', { pointer: '/hazards' });
}
