import type { TSchema } from 'typebox';
import { decisionSchema, type AnyStep } from '../../../domain/case/step';

/** A valid body of a decision on a step: the first verdict that a person may give, filled in with samples. */
export function sampleDecision(def: AnyStep): { verdict: string; [field: string]: unknown } {
  const verdict = Object.keys(def.verdicts).find((each) => each !== def.onExpiry);
  const branches = (decisionSchema(def) as { oneOf?: Shape[] }).oneOf ?? [];
  const branch = branches.find(({ properties }) => properties?.['verdict']?.const === verdict);
  if (branch === undefined) throw new Error(`nobody decides ${def.id}`);
  return sampleOf(branch) as { verdict: string };
}

interface Shape extends Omit<TSchema, 'type'> {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly format?: string;
  readonly pattern?: string;
}

/** Words of each form that some field asks for. */
const words = ['具体情况', 'h1', 'exits:2', 'site-plan', 'BANK-000001', 'B-20261123-AAAAAA', 'JX-2026-0001'];
const formats: Readonly<Record<string, string>> = {
  uuid: '0198c000-0000-4000-8000-000000000000',
  date: '2026-11-20',
};

/** A value that fits a schema, without what is optional. @throws Error for a pattern that no sample fits */
export function sampleOf(schema: Shape): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sampleOf(schema.anyOf[0] ?? {});
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((field) => [field, sampleOf(schema.properties?.[field] ?? {})]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}));
    case 'integer':
      return schema.minimum ?? 0;
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return sampleText(schema);
  }
}

function sampleText({ format, pattern = '' }: Shape): string {
  const fitting = formats[format ?? ''] ?? words.find((word) => new RegExp(pattern).test(word));
  if (fitting === undefined) throw new Error(`no sample fits ${pattern}`);
  return fitting;
}
