import type { TSchema } from 'typebox';
import { openSteps, type CaseView, type StepState } from '../../../domain/case/case-view';
import { stepDef } from '../../../domain/cases/catalogue';
import { isFirmRole, type Actor } from '../../../domain/role';
import { addDays } from '../../../domain/time/calendar';
import { bodyFor, type Draw } from './attempts';
import { freshPerson, ofFirm } from './crowd';
import { firm, reporter } from './people';
import type { Said } from './story';

/* Forms filled in with values within and around their schemas: what a client may send that means ill or knows no better. */

interface Shape {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly items?: TSchema;
  readonly anyOf?: readonly TSchema[];
  readonly properties?: Record<string, TSchema>;
}

/** A body for this verdict: what an honest person would say, with some of it replaced. */
export function wildBody(view: CaseView, step: string, verdict: string, draw: Draw): Said {
  const honest = bodyFor(view, step, verdict, draw);
  const { form } = stepDef(step).verdicts[verdict]!;
  const body = { ...(bent(form, honest, draw) as object), verdict };
  return draw.of([body, body, body, body, body, body, { ...body, stranger: 1 }]);
}

function bent(schema: TSchema, value: unknown, draw: Draw): unknown {
  const shape = schema as Shape;
  if (draw.of([true, ...Array<boolean>(7).fill(false)])) return draw.of(around(shape, value, draw));
  if (shape.anyOf) {
    const branch = draw.of(shape.anyOf);
    return (branch as Shape).type === 'null' ? null : bent(branch, value ?? emptyOf(branch), draw);
  }
  if (shape.items && Array.isArray(value)) {
    const { items } = shape;
    return value.map((item) => bent(items, item, draw));
  }
  if (shape.properties && typeof value === 'object' && value !== null) {
    const fields = value as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(shape.properties).map(([key, field]) => [key, bent(field, fields[key], draw)]),
    );
  }
  return value;
}

function emptyOf(schema: TSchema): unknown {
  const { properties } = schema as Shape;
  return properties && Object.fromEntries(Object.keys(properties).map((key) => [key, 0]));
}

const strangeDays = [
  '0026-11-30',
  '1948-12-31',
  '1949-10-01',
  '2020-02-29',
  '2027-02-29',
  '2999-12-31',
  '9999-01-01',
];
const strangeWords = ['', ' ', '\u0000', '文\ud800字', 'constructor', '__proto__', "'; --", 'x'.repeat(5000)];
const unknownId = '00000000-0000-4000-8000-0000deadbeef';

/** Values at the edges of a field and beyond them. */
function around(
  { type, format, enum: words, minimum = 0, maximum = 9, maxLength = 0, items }: Shape,
  value: unknown,
  draw: Draw,
): unknown[] {
  if (words) return [...words, 'constructor'];
  if (format === 'date')
    return [...strangeDays, ...[-400, -1, 0, 1, 400].map((days) => addDays(draw.today, days))];
  if (format === 'uuid') return [unknownId, firm, 'no-id'];
  if (items && Array.isArray(value))
    return [[], [...value, ...value], Array(41).fill(value[0] ?? unknownId), [unknownId]];
  switch (type) {
    case 'integer':
      return [minimum, minimum + 1, maximum - 1, maximum, minimum - 1, maximum + 1, 0.5, 1e300, '1'];
    case 'boolean':
      return [true, false, 'yes'];
    case 'string':
      return [...strangeWords, '长'.repeat(maxLength), 'h99', 'order10:art3', 'A'.repeat(40)];
    default:
      return [null, {}, 0];
  }
}

/** Whoever may decide a step, whatever has happened before. */
export function whoMay(view: CaseView, { step, assignee }: StepState): Actor {
  const { role } = stepDef(step);
  if (role === 'reporter') return reporter;
  if (isFirmRole(role)) return ofFirm(role, firm);
  const fresh = freshPerson(role, view.unit);
  return assignee === null ? fresh : { ...fresh, personId: assignee };
}

/** One open step of a case, and one of the verdicts that a person may give there. */
export function anyOpen(
  view: CaseView,
  draw: Draw,
): { readonly state: StepState; readonly verdict: string } | null {
  const open = openSteps(view);
  if (open.length === 0) return null;
  const state = draw.of(open);
  const { verdicts, onExpiry } = stepDef(state.step);
  return { state, verdict: draw.of(Object.keys(verdicts).filter((verdict) => verdict !== onExpiry)) };
}
