import type { TSchema } from 'typebox';
import type { AnyStep } from '../../domain/case/step';
import type { Role } from '../../domain/role';
import type { Said, Scene, Seat } from './course';

interface Shape extends Omit<TSchema, 'type' | 'enum'> {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly 'x-person'?: Role;
  readonly 'x-enterprise'?: boolean;
}

/** The first verdict that a person may give, with no more than its form asks for. */
export async function leastDecision(
  def: AnyStep,
  scene: Scene,
  seatOf: Readonly<Record<Role, Seat>>,
): Promise<Said> {
  const [verdict, form] =
    Object.entries(def.verdicts)
      .map(([name, each]) => [name, each.form as Shape] as const)
      .find(([name]) => name !== def.onExpiry) ?? [];
  if (verdict === undefined || form === undefined) throw new Error(`nobody decides ${def.id}`);
  const fields = (form.required ?? []).map(async (field) => {
    const shape = form.properties?.[field] ?? {};
    return [field, await leastOf(shape, scene, seatOf)] as const;
  });
  return { verdict, ...Object.fromEntries(await Promise.all(fields)) };
}

/** The least value that a schema takes; a person or a firm is one of the scene. */
async function leastOf(shape: Shape, scene: Scene, seatOf: Readonly<Record<Role, Seat>>): Promise<unknown> {
  const inner = (each: Shape) => leastOf(each, scene, seatOf);
  if (shape['x-person']) return scene.personAt(seatOf[shape['x-person']]);
  if (shape['x-enterprise']) return scene.enterpriseId;
  if (shape.enum) return shape.enum[0];
  if (shape.anyOf) return inner(shape.anyOf[0] ?? {});
  switch (shape.type) {
    case 'object': {
      const fields = (shape.required ?? []).map(
        async (field) => [field, await inner(shape.properties?.[field] ?? {})] as const,
      );
      return Object.fromEntries(await Promise.all(fields));
    }
    case 'array':
      return Promise.all(Array.from({ length: shape.minItems ?? 0 }, () => inner(shape.items ?? {})));
    case 'integer':
      return shape.minimum ?? 0;
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return shape.format === 'date' ? scene.today : wordsFor(shape);
  }
}

/** Words of each form that some field asks for. */
const words = ['情况说明', 'h1', 'exits:2', 'site-plan', 'BANK-000001', 'B-20261123-AAAAAA', 'JX-2026-0001'];

function wordsFor({ pattern = '' }: Shape): string {
  const fitting = words.find((each) => new RegExp(pattern).test(each));
  if (fitting === undefined) throw new Error(`no words fit ${pattern}`);
  return fitting;
}
