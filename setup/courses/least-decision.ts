import type { TSchema } from 'typebox';
import { marksIn } from '../../domain/case/form';
import type { AnyStep } from '../../domain/case/step';
import type { PlainDate } from '../../domain/time/calendar';
import type { Role } from '../../domain/role';
import type { Said, Scene, Seat } from './course';

/** What a form asks for and its schema cannot say. */
export interface Known {
  readonly today: PlainDate;
  readonly enterpriseId: string;
  readonly personOf: (role: Role) => string;
}

/** The first verdict that a person may give, with no more than its form asks for, by persons of the scene. */
export async function leastDecision(
  def: AnyStep,
  scene: Scene,
  seatOf: Readonly<Record<Role, Seat>>,
): Promise<Said> {
  const roles = marksIn(firstVerdict(def).form, 'x-person') as Role[];
  const persons = await Promise.all(
    roles.map(async (role) => [role, await scene.personAt(seatOf[role])] as const),
  );
  const personOf = (role: Role) => new Map(persons).get(role) ?? '';
  return leastBody(def, { today: scene.today, enterpriseId: scene.enterpriseId, personOf });
}

/** The same with persons that are known beforehand. @throws Error where no person decides the step */
export function leastBody(def: AnyStep, known: Known): Said {
  const { verdict, form } = firstVerdict(def);
  return { ...(leastValue(form, known) as object), verdict };
}

function firstVerdict(def: AnyStep): { readonly verdict: string; readonly form: TSchema } {
  const first = Object.entries(def.verdicts).find(([verdict]) => verdict !== def.onExpiry);
  if (first === undefined) throw new Error(`nobody decides ${def.id}`);
  return { verdict: first[0], form: first[1].form };
}

interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly TSchema[];
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly items?: TSchema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly 'x-person'?: Role;
  readonly 'x-enterprise'?: boolean;
}

/** The least value that a schema takes, without what is optional. @throws Error for a pattern that no words here fit */
export function leastValue(schema: TSchema, known: Known): unknown {
  const shape: Shape = schema;
  if (shape['x-person']) return known.personOf(shape['x-person']);
  if (shape['x-enterprise']) return known.enterpriseId;
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[0];
  if (shape.anyOf) return leastValue(shape.anyOf[0] ?? {}, known);
  switch (shape.type) {
    case 'object':
      return Object.fromEntries(
        (shape.required ?? []).map((field) => [field, leastValue(shape.properties?.[field] ?? {}, known)]),
      );
    case 'array':
      return Array.from({ length: shape.minItems ?? 0 }, () => leastValue(shape.items ?? {}, known));
    case 'integer':
      return shape.minimum ?? 0;
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return leastText(shape, known);
  }
}

/** Words for each pattern and format that some field asks for. */
const words = ['情况说明', 'h1', 'exits:2', 'site-plan', 'p1-welding'];
const formatted: Readonly<Record<string, string>> = {
  'bank-reference': 'BANK-000001',
  batch: 'B-20261123-AAAAAA',
  'document-number': 'JX-2026-0001',
};

function leastText({ format, pattern = '' }: Shape, { today }: Known): string {
  if (format === 'date') return today;
  // The id of something that does not exist: a paper, or an enterprise of a list.
  if (format === 'uuid') return '0198c000-0000-4000-8000-000000000000';
  const known = formatted[format ?? ''];
  if (known !== undefined) return known;
  const fitting = words.find((each) => new RegExp(pattern, 'u').test(each));
  if (fitting === undefined) throw new Error(`no words fit ${pattern}`);
  return fitting;
}
