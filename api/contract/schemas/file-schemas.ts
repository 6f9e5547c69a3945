import { Type } from 'typebox';
import { paperStandings } from '../../../domain/moves/paper';
import { PageQuery } from '../query-parts';
import { FigureSchema } from './network/figure-schemas';
import { Bilingual, CaseTypeWord, Day, Instant, Named, Nullable, pageFields, strict } from '../shapes';

/* Papers, and the files of cases and enterprises. */

/** Whether a paper may be opened. */
export const PaperCondition = {
  standing: Type.String({
    enum: [...paperStandings],
    description:
      '`open`: its cleaned copy may be opened; `held`: it could not be cleaned and is opened once two persons have ' +
      'agreed (acts `request-original`, `answer-original`); `not-scanned`: the scanner has not answered, and is asked ' +
      'again; `quarantined`: the scanner has found something, and nobody opens it',
  }),
};

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256, hex' });

export const PaperAnswer = Named(
  'PaperAnswer',
  Type.Object(
    {
      id: Type.String(),
      sha256: Type.String({
        description:
          'of what may be opened: the cleaned copy, or the file as it was sent where it could not be cleaned',
      }),
      mediaType: Type.String(),
      bytes: Type.Integer(),
      ...PaperCondition,
      damaged: Type.Boolean({ description: 'it came cut short or broken; what could be read is kept' }),
      seq: Nullable(Type.Integer({ description: 'of the case, now; null for a reporter' })),
    },
    strict,
  ),
);

const FilePaper = Named(
  'FilePaper',
  Type.Object(
    {
      id: Type.String(),
      digest: Type.String({ description: 'keyed hash of the content, as the record holds it' }),
      mediaType: Type.String(),
      bytes: Type.Integer(),
      material: Nullable(Type.String()),
      ...PaperCondition,
      held: Type.Boolean({ description: 'it could not be cleaned' }),
    },
    strict,
  ),
);

const FileLine = Named(
  'FileLine',
  Type.Object(
    {
      at: Instant,
      number: Type.String(),
      caseType: CaseTypeWord,
      seq: Nullable(
        Type.Integer({ description: 'place in the record of its case; null where days are told' }),
      ),
      kind: Type.String(),
      title: Bilingual,
      origin: Type.String({ enum: ['enterprise', 'staff', 'reporter', 'system'] }),
      by: Nullable(Type.String({ description: 'person id; null where you are not to know' })),
      standingInFor: Nullable(Type.String()),
      hash: Nullable(Hash),
      paper: Nullable(FilePaper),
    },
    strict,
  ),
);

const FileCase = Named(
  'FileCase',
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
);

export const FilePageSchema = Named(
  'FilePage',
  Type.Object(
    {
      ...pageFields(FileLine),
      cases: Type.Array(FileCase),
      people: Type.Record(Type.String(), Type.String(), { description: 'names by person id' }),
    },
    strict,
  ),
);

const EnterpriseFileLine = Named(
  'EnterpriseFileLine',
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
      validUntil: Nullable(Day),
    },
    strict,
  ),
);

export const EnterpriseFileQuery = Type.Object(
  {
    ...PageQuery,
    caseType: Type.Optional(CaseTypeWord),
    open: Type.Optional(Type.Boolean({ description: 'only cases under way' })),
  },
  strict,
);

export const EnterpriseFileSchema = Named(
  'EnterpriseFilePage',
  Type.Object(
    {
      ...pageFields(EnterpriseFileLine),
      enterprise: Type.Object({ id: Type.String(), name: Type.String(), creditCode: Type.String() }, strict),
      groups: Type.Array(
        Type.Object({ caseType: CaseTypeWord, title: Bilingual, count: Type.Integer() }, strict),
      ),
      blocks: Type.Array(
        Named(
          'FirmBlock',
          Type.Object({ block: Type.String(), title: Bilingual, figures: Type.Array(FigureSchema) }, strict),
        ),
        { description: 'the firm in figures, as far as you may see; each says where it leads' },
      ),
    },
    strict,
  ),
);
