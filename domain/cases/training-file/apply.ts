import { ok, refuse, type Result } from '../../refusal';
import { addMonths, type PlainDate } from '../../time/calendar';
import { rowOf, type Policy } from '../../law/policy';
import { dueOf, qualificationOf, type Due, type Held } from './due';
import { certificateOf, type Employee, type HeldCertificate, type Standing } from './standing';

/* What a change makes of a training file. What the law says of it is worked out once, and kept with the decision. */

/** A change without its names and numbers. */
export interface Change {
  readonly people: readonly {
    readonly person: string;
    readonly duty: string;
    readonly job?: string;
    readonly since: PlainDate;
    readonly awaySince?: PlainDate;
  }[];
  readonly left: readonly string[];
  readonly certificates: readonly (Held & { readonly person: string; readonly kind: string })[];
  readonly trained: readonly {
    readonly person: string;
    readonly course: string;
    readonly heldOn: PlainDate;
    readonly hours: number;
    readonly signed: boolean;
  }[];
}

/** What follows from a change by the law of the day. */
export type Found = {
  /** From when on each person of the change is taught as if new. */
  readonly taughtFrom: PlainDate[];
  /** What comes next for each certificate of the change. */
  readonly dues: Due[];
};

type ChangeRefusal =
  'form-invalid' | 'employee-unknown' | 'duty-unknown' | 'qualification-unknown' | 'course-unknown';

/** Checks a change, and finds what follows from it. Refusals: something twice, or unknown. */
export function foundIn(before: Standing, change: Change, policy: Policy): Result<Found, ChangeRefusal> {
  const twice = repeatedIn(change);
  if (twice !== null) return refuse('form-invalid', 'each stands once in a list', { pointer: twice });
  const stranger = change.left.find((person) => !before.people.has(person));
  if (stranger !== undefined) return refuse('employee-unknown', `no ${stranger}`, { person: stranger });
  for (const [at, { duty, job, since, awaySince }] of change.people.entries()) {
    if (!(`training-duty.${duty}` in policy.rows))
      return refuse('duty-unknown', `no duty ${duty}`, { pointer: `/people/${at}/duty` });
    if (job !== undefined && qualificationOf(policy, job)?.special !== true)
      return refuse('qualification-unknown', `no special work ${job}`, { pointer: `/people/${at}/job` });
    if (awaySince !== undefined && awaySince > since)
      return refuse('form-invalid', 'away before coming back', { pointer: `/people/${at}/awaySince` });
  }
  const taught = taughtIn(before, change, policy);
  if (!taught.ok) return taught;
  const dues = duesOf(change, policy);
  if (!dues.ok) return dues;
  return ok({ taughtFrom: change.people.map((each) => taughtFrom(before, each, policy)), dues: dues.value });
}

/** Whether everybody with a certificate or a training is of the firm, and each course is known. */
function taughtIn(before: Standing, change: Change, policy: Policy): Result<null, ChangeRefusal> {
  const left = new Set(change.left);
  const there = new Set([...before.people.keys()].filter((person) => !left.has(person)));
  for (const { person } of change.people) there.add(person);
  const missing = [...change.certificates, ...change.trained].find(({ person }) => !there.has(person));
  if (missing !== undefined)
    return refuse('employee-unknown', `no ${missing.person}`, { person: missing.person });
  const strange = change.trained.findIndex(({ course }) => !(`training-course.${course}` in policy.rows));
  return strange < 0
    ? ok(null)
    : refuse('course-unknown', 'no such course', { pointer: `/trained/${strange}/course` });
}

function duesOf({ certificates }: Change, policy: Policy): Result<Due[], 'qualification-unknown'> {
  const dues: Due[] = [];
  for (const [at, { kind, ...held }] of certificates.entries()) {
    const law = qualificationOf(policy, kind);
    if (law === null)
      return refuse('qualification-unknown', `no kind ${kind}`, { pointer: `/certificates/${at}/kind` });
    dues.push(dueOf(held, law));
  }
  return ok(dues);
}

/** Other work, or so long an absence, begins anew; a shorter one changes nothing. */
function taughtFrom(
  before: Standing,
  { person, duty, job, since, awaySince }: Change['people'][number],
  policy: Policy,
): PlainDate {
  const known = before.people.get(person);
  if (known?.duty !== duty || known.job !== (job ?? null)) return since;
  if (awaySince === undefined) return known.taughtFrom;
  const { awayMonths } = rowOf(policy, 'training.again').value;
  return addMonths(awaySince, awayMonths) <= since ? since : known.taughtFrom;
}

/** The file after a change; `seq`: the line in which its names and numbers stand. */
export function changed(before: Standing, change: Change, { taughtFrom: from, dues }: Found, seq: number) {
  const people = new Map<string, Employee>(before.people);
  const certificates = new Map<string, HeldCertificate>(before.certificates);
  for (const person of change.left) {
    people.delete(person);
    for (const [code, held] of certificates) if (held.person === person) certificates.delete(code);
  }
  change.people.forEach(({ person, duty, job = null, since }, at) =>
    people.set(person, {
      ...{ duty, job, since, taughtFrom: from[at] ?? since },
      name: { seq, field: `/people/${at}/name` },
    }),
  );
  change.certificates.forEach((held, at) => {
    const due = dues[at];
    const number = { seq, field: `/certificates/${at}/number` };
    if (due) certificates.set(certificateOf(held.person, held.kind), { ...held, ...due, number });
  });
  return { people, certificates };
}

/** The list in which something stands twice; null: none. */
function repeatedIn({ people, left, certificates, trained }: Change): string | null {
  const codes = {
    '/people': people.map(({ person }) => person),
    '/left': [...left, ...people.map(({ person }) => person)],
    '/certificates': certificates.map(({ person, kind }) => certificateOf(person, kind)),
    '/trained': trained.map(({ person, course, heldOn }) => `${person}/${course}/${heldOn}`),
  };
  return Object.entries(codes).find(([, each]) => new Set(each).size < each.length)?.[0] ?? null;
}
