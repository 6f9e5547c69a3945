import { Type, type TSchema } from 'typebox';
import { canonicalJson } from '../../domain/json';
import { misfitCodes } from '../../domain/misfit';
import { strongActs } from '../../domain/office/strong-acts';
import { problems, type ProblemCode } from './problem-codes';
import { Bilingual, Facts, Named, strict } from './shapes';

/*
 * What the routes answer, as schemas: for the description at /openapi.json, and for the tests, which compare every
 * answer with them. Answers are not trimmed to them on the way out.
 */

const ProblemSchema = Named(
  'Problem',
  Type.Object(
    {
      type: Type.String(),
      title: Type.String(),
      status: Type.Integer(),
      code: Type.String({
        enum: Object.keys(problems),
        'x-enum-titles': Object.fromEntries(
          Object.entries(problems).map(([code, { zh, en }]) => [code, { zh, en }]),
        ),
      }),
      detail: Type.String(),
      instance: Type.String({ description: 'id of the request' }),
      errors: Type.Optional(
        Type.Array(
          Named(
            'FieldError',
            Type.Object(
              { pointer: Type.String(), detail: Type.String(), words: Type.Optional(Bilingual) },
              strict,
            ),
          ),
        ),
      ),
      facts: Type.Optional(Facts),
    },
    { ...strict, description: 'RFC 9457' },
  ),
);

export const Binary = Type.String({ format: 'binary' });

/**
 * For answers that are kept under their key: PostgreSQL returns the fields of JSON in an order of its own, and a
 * repeated request has to get the very same bytes.
 */
export const sameBytes = { serializerCompiler: () => canonicalJson };

/** Problems of every route. */
const always: readonly ProblemCode[] = [
  'body-malformed',
  'form-invalid',
  'request-too-slow',
  'headers-too-large',
  'too-many-requests',
  'internal',
  'database-away',
  'overloaded',
  'record-not-as-written',
  ...misfitCodes,
];
/** Problems that any route for staff can meet. */
export const staffProblems = [
  'not-logged-in',
  'password-to-be-changed',
  'role-missing',
  'origin-not-allowed',
] as const;
/** Problems of an act that may demand the second factor. */
export function strongProblems(act: string): readonly ProblemCode[] {
  return strongActs.has(act) ? ['second-factor-needed', 'second-factor-not-enrolled'] : [];
}
/** Problems of every request with a body. */
export const bodyProblems = ['body-malformed', 'body-too-large', 'media-type-unsupported'] as const;
/** Problems of every write. */
export const writeProblems = [...bodyProblems, 'key-missing', 'key-malformed', 'key-reused'] as const;

/**
 * What a route answers by status: its own answers, and its possible problems, each with its codes. The type says
 * nothing of the answers: they are checked by the tests, not by the type of the handler.
 */
export function answers(
  own: Record<number, TSchema | ContentByType>,
  ...codes: readonly ProblemCode[]
): Record<number, TSchema | ContentByType> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set([...codes, ...always])) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return {
    ...Object.fromEntries([...byStatus].map(([status, each]) => [status, problemWith(each)])),
    ...own,
  };
}

interface ContentByType {
  readonly description: string;
  readonly content: Readonly<Record<string, { readonly schema: TSchema }>>;
}

function problemWith(codes: readonly ProblemCode[]): ContentByType {
  const schema = Type.Unsafe({
    allOf: [ProblemSchema, { type: 'object', properties: { code: { type: 'string', enum: codes } } }],
  });
  return {
    description: codes.map((code) => `${code}: ${problems[code].en}`).join('; '),
    content: { 'application/problem+json': { schema } },
  };
}

/** A file in one of several forms. */
export function oneOfContents(mediaTypes: readonly string[], description: string): ContentByType {
  return { description, content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: Binary }])) };
}

/** An answer as JSON, or as a file of another media type where it is asked for. */
export function jsonOrFile(
  schema: TSchema,
  files: Readonly<Record<string, TSchema>>,
  description: string,
): ContentByType {
  const others = Object.entries(files).map(([mediaType, file]) => [mediaType, { schema: file }] as const);
  return { description, content: { 'application/json': { schema }, ...Object.fromEntries(others) } };
}

/** An answer that is no JSON. */
export function content(
  mediaType: string,
  description: string,
  schema: TSchema = Type.String(),
): ContentByType {
  return { description, content: { [mediaType]: { schema } } };
}
