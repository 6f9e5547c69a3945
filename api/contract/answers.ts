import { Type, type TSchema } from 'typebox';
import { caseTypes } from '../../domain/cases/catalogue';
import { canonicalJson } from '../../domain/json';
import { problems, type ProblemCode } from './problems';

/*
 * What the routes answer, as schemas: for the description at /openapi.json, and for the tests,
 * which hold every answer against them. Answers are not trimmed to them on the way out.
 */

const strict = { additionalProperties: false } as const;
export const Nullable = (schema: TSchema) => Type.Union([schema, Type.Null()]);
const Instant = Type.String({ format: 'date-time' });
export const Day = Type.String({ format: 'date' });
const Facts = Type.Object({}, { additionalProperties: true });

export const Bilingual = Type.Object({ zh: Type.String(), en: Type.String() }, strict);

const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ enum: Object.keys(problems) }),
    detail: Type.String(),
    instance: Type.String({ description: 'id of the request' }),
    errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }, strict))),
    facts: Type.Optional(Facts),
  },
  { ...strict, $id: 'Problem', title: 'Problem (RFC 9457)' },
);

/**
 * For answers that are kept under their key: PostgreSQL gives the fields of JSON back in an order of its own,
 * and a repeated request shall be answered in the very same bytes.
 */
export const sameBytes = { serializerCompiler: () => canonicalJson };

/** Every route may meet these. */
const always: readonly ProblemCode[] = ['too-many-requests', 'internal', 'database-away'];

/**
 * What a route answers by status: its own answers, and the problems that it can meet, each with its codes.
 * The type says nothing of the answers: they are checked by the tests, not by the type of the handler.
 */
export function answers(
  own: Record<number, TSchema>,
  ...codes: readonly ProblemCode[]
): Record<number, TSchema> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set([...codes, ...always])) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const told = Object.fromEntries(
    [...byStatus].map(([status, each]) => [
      status,
      {
        description: each.map((code) => `${code}: ${problems[code].zh} ${problems[code].en}`).join('; '),
        content: { 'application/problem+json': { schema: Type.Ref('Problem#') } },
      },
    ]),
  );
  return { ...told, ...own };
}

/** What a change of law or calendar moves, or would move. */
export const MovedDeadlines = Type.Object(
  {
    moved: Type.Array(
      Type.Object(
        {
          number: Type.String(),
          step: Type.String(),
          clock: Type.String({ enum: ['limit', 'promise'] }),
          dueAtBefore: Nullable(Instant),
          dueAtAfter: Nullable(Instant),
          provisional: Type.Boolean(),
        },
        strict,
      ),
    ),
  },
  strict,
);

/** Problems that any route for staff can meet. */
export const staffProblems = ['not-logged-in', 'role-missing', 'origin-not-allowed'] as const;
/** Problems of every write. */
export const writeProblems = [
  'body-malformed',
  'form-invalid',
  'body-too-large',
  'media-type-unsupported',
  'key-missing',
  'key-malformed',
  'key-reused',
] as const;

export const CaseTypeWord = Type.String({ enum: Object.keys(caseTypes) });

export const ChildLine = Type.Object(
  { number: Type.String(), caseType: CaseTypeWord, outcome: Nullable(Type.String()) },
  strict,
);

const CaseAnswerShape = Type.Object(
  {
    number: Type.String(),
    caseType: CaseTypeWord,
    seq: Type.Integer(),
    stage: Type.String(),
    outcome: Nullable(Type.String()),
    open: Type.Array(
      Type.Object(
        {
          step: Type.String(),
          title: Bilingual,
          role: Type.String(),
          assignee: Nullable(Type.String()),
          dueAt: Nullable(Instant),
          promisedAt: Nullable(Type.String({ format: 'date-time', description: '承诺时限 committed limit' })),
          provisional: Type.Boolean({
            description: '暂定: the holiday notice of the due year is not published yet',
          }),
          nextRung: Nullable(Type.Object({ id: Type.String(), at: Instant }, strict)),
        },
        strict,
      ),
    ),
    children: Type.Array(ChildLine),
    detail: Nullable(Facts),
  },
  { ...strict, $id: 'CaseAnswer', title: 'The case after the move' },
);

export const CaseAnswerSchema = Type.Ref('CaseAnswer#');

/** Shapes that many routes share: described once, referred to by name. */
export const sharedShapes = [ProblemSchema, CaseAnswerShape];

/** What a line of a list is called. */
const WhatItIs = {
  label: Nullable(Type.String({ description: 'name of the project that it belongs to' })),
  matter: Nullable(Type.String({ description: '审批事项 code of the matter' })),
};

export const WorkPage = pageSchema(
  Type.Object(
    {
      number: Type.String(),
      caseType: CaseTypeWord,
      ...WhatItIs,
      seq: Type.Integer(),
      unit: Type.String(),
      stage: Type.String(),
      step: Type.String(),
      title: Bilingual,
      key: Type.String(),
      assignee: Nullable(Type.String()),
      level: Type.Integer(),
      openedAt: Instant,
      dueAt: Instant,
      promisedAt: Nullable(Instant),
      overdue: Type.Boolean(),
    },
    strict,
  ),
);

export const CasePage = pageSchema(
  Type.Object(
    {
      number: Type.String(),
      caseType: CaseTypeWord,
      ...WhatItIs,
      seq: Type.Integer(),
      unit: Type.String(),
      stage: Type.String(),
      outcome: Nullable(Type.String()),
      openedAt: Instant,
      movedAt: Instant,
      closedAt: Nullable(Instant),
      dueAt: Nullable(Instant),
      promisedAt: Nullable(Instant),
      overdue: Type.Boolean(),
      waitsFor: Type.Array(
        Type.Object({ step: Type.String(), title: Bilingual, assignee: Nullable(Type.String()) }, strict),
      ),
    },
    strict,
  ),
);

export function pageFields(item: TSchema) {
  return {
    items: Type.Array(item),
    nextCursor: Nullable(Type.String({ description: 'hand in as `cursor` for the next page' })),
  };
}

export function pageSchema(item: TSchema) {
  return Type.Object(pageFields(item), strict);
}

export const TipOffOpenedSchema = Type.Object(
  {
    number: Type.String(),
    receiptCode: Type.String({ description: '查询码: shown this once; whoever holds it is the reporter' }),
  },
  strict,
);

export { Facts, Instant, strict };
