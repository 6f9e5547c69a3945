import { Type } from 'typebox';
import { Bilingual, CaseTypeWord, Instant, Nullable, pageFields, strict } from '../contract/answers';

/* What the routes of files answer, as schemas (see `answers.ts`). */

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256, hex' });

const FileLineSchema = Type.Object(
  {
    at: Instant,
    number: Type.String(),
    caseType: CaseTypeWord,
    seq: Type.Integer(),
    kind: Type.String(),
    title: Bilingual,
    origin: Type.String({ enum: ['enterprise', 'staff', 'reporter', 'system'] }),
    by: Nullable(Type.String({ description: 'person id; null where you are not to know' })),
    standingInFor: Nullable(Type.String()),
    hash: Nullable(Hash),
    paper: Nullable(
      Type.Object(
        {
          id: Type.String(),
          digest: Type.String({ description: 'keyed hash of the content, as the record holds it' }),
          mediaType: Type.String(),
          bytes: Type.Integer(),
          material: Nullable(Type.String()),
        },
        strict,
      ),
    ),
  },
  strict,
);

export const FilePageSchema = Type.Object(
  {
    ...pageFields(FileLineSchema),
    cases: Type.Array(
      Type.Object(
        {
          number: Type.String(),
          caseType: CaseTypeWord,
          title: Bilingual,
          name: Nullable(Bilingual),
          parent: Nullable(Type.String()),
          outcome: Nullable(Type.String()),
          seq: Type.Integer(),
          head: Nullable(Hash),
        },
        strict,
      ),
    ),
    people: Type.Record(Type.String(), Type.String()),
  },
  strict,
);

export const EnterpriseFileSchema = Type.Object(
  {
    ...pageFields(
      Type.Object(
        {
          number: Type.String(),
          caseType: CaseTypeWord,
          title: Bilingual,
          name: Nullable(Bilingual),
          stage: Type.String(),
          outcome: Nullable(Type.String()),
          openedAt: Instant,
          closedAt: Nullable(Instant),
          dueAt: Nullable(Instant),
          validUntil: Nullable(Type.String({ format: 'date' })),
        },
        strict,
      ),
    ),
    enterprise: Type.Object({ id: Type.String(), name: Type.String(), creditCode: Type.String() }, strict),
    groups: Type.Array(
      Type.Object({ caseType: CaseTypeWord, title: Bilingual, count: Type.Integer() }, strict),
    ),
  },
  strict,
);
