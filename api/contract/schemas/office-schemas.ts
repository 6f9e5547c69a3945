import { Type } from 'typebox';
import { OneOf, Paragraph } from '../../../domain/case/form';
import { officeChangeKinds, officeChanges, type OfficeChangeKind } from '../../../domain/office/catalogue';
import { rowFaults } from '../../../domain/office/kinds/office-list';
import type { Title } from '../../../domain/role';
import { pageQuery } from '../query-parts';
import { Bilingual, Day, Facts, Instant, Named, Nullable, PageOf, RoleWord, strict, Uuid } from '../shapes';

/* Changes of the office, proposals that wait for a second person, and the office record. */

export const ChangeKind = Named(
  'OfficeChangeKind',
  OneOf(
    { zh: '变更事项', en: 'Kind of change' },
    Object.fromEntries(officeChangeKinds.map((kind) => [kind, officeChanges[kind].title])) as Record<
      OfficeChangeKind,
      Title
    >,
  ),
);

export const ReasonField = Paragraph({ zh: '理由', en: 'Reason' }, 1000);

const answered = {
  kind: ChangeKind,
  /** Of the line in the office record. */
  seq: Type.Integer({ description: 'of the line in the office record' }),
  detail: Nullable(Facts),
  oneTimePassword: Type.Optional(
    Type.String({
      description:
        'shown once, to whoever has put it in force: a repeated request is answered without it. It opens the account for 72 hours, and then only for a password of the holder’s own',
    }),
  ),
};

export const ChangeInForce = Named(
  'OfficeChangeInForce',
  Type.Object(
    {
      ...answered,
      state: Type.Literal('in-force'),
      proposal: Nullable(Uuid),
      waitsFor: Type.Null(),
    },
    strict,
  ),
);

export const ChangeProposed = Named(
  'OfficeChangeProposed',
  Type.Object(
    {
      ...{ kind: answered.kind, seq: answered.seq, detail: Type.Null() },
      state: Type.Literal('proposed'),
      proposal: Uuid,
      waitsFor: Type.Array(RoleWord),
    },
    strict,
  ),
);

export const ProposalEnded = Named(
  'OfficeProposalEnded',
  Type.Object(
    {
      ...{ kind: answered.kind, seq: answered.seq, detail: Type.Null() },
      state: Type.Enum(['refused', 'taken-back']),
      proposal: Uuid,
      waitsFor: Type.Null(),
    },
    strict,
  ),
);

export const ProposalParams = Type.Object({ id: Uuid });
export const ApprovalForm = Named('OfficeApproval', Type.Object({}, strict));
export const RefusalForm = Named('OfficeRefusalForm', Type.Object({ reason: ReasonField }, strict));
export const TakingBackForm = Named('OfficeTakingBack', Type.Object({}, strict));

const namedPerson = Nullable(
  Named('NamedPerson', Type.Object({ personId: Type.String(), name: Type.String() }, strict)),
);

export const ProposalPage = PageOf('OfficeProposal', {
  proposal: Uuid,
  state: Type.Enum(['open', 'lapsed']),
  kind: ChangeKind,
  title: Bilingual,
  at: Instant,
  proposer: namedPerson,
  person: namedPerson,
  form: Facts,
  before: Nullable(Facts),
  reason: Nullable(Type.String()),
  waitsFor: Type.Array(RoleWord),
});

export const ProposalQuery = Type.Object(
  {
    ...pageQuery(100, 20),
    whose: Type.Optional(
      Type.Unsafe<'waiting' | 'own'>(
        Type.String({
          enum: ['waiting', 'own'],
          default: 'waiting',
          description: 'those that wait for me to answer, or my own',
        }),
      ),
    ),
    state: Type.Optional(
      Type.Unsafe<'open' | 'lapsed'>(
        Type.String({
          enum: ['open', 'lapsed'],
          default: 'open',
          description:
            'those that wait, or those that nobody puts in force any more, since whoever asked for them was disabled or has lost the office',
        }),
      ),
    ),
  },
  strict,
);

export const OfficeLinePage = PageOf('OfficeLine', {
  seq: Type.Integer(),
  at: Instant,
  kind: Type.Enum([
    'changed',
    'proposed',
    'put-in-force',
    'refused',
    'taken-back',
    'lapsed',
    'installed',
    'taken-over',
    'password-set',
    'second-factor-set',
    'restored',
    'rules-published',
  ]),
  by: namedPerson,
  system: Nullable(Type.String({ description: 'the part of the system that wrote it, where nobody did' })),
  change: Nullable(ChangeKind),
  title: Nullable(Bilingual),
  person: namedPerson,
  body: Facts,
});

export const OfficeRecordQuery = Type.Object(
  {
    ...pageQuery(200, 50),
    change: Type.Optional(ChangeKind),
    person: Type.Optional({ ...Uuid, description: 'who did it, or whom it is about' }),
    from: Type.Optional({ ...Day, description: 'Asia/Shanghai' }),
    to: Type.Optional({ ...Day, description: 'included' }),
  },
  strict,
);

// --- lists of firms -----------------------------------------------------------------------------

/** What is wrong with a list, row by row. */
export const RowFaults = Type.Array(
  Named(
    'RowFault',
    Type.Object(
      {
        row: Type.Integer({ description: 'line of the file, the header is 1' }),
        column: Type.String(),
        code: OneOf({ zh: '错误', en: 'Fault' }, rowFaults),
        title: Bilingual,
      },
      strict,
    ),
  ),
);

export const ImportReport = Named(
  'ImportReport',
  Type.Object(
    {
      taken: Type.Boolean({
        description: 'false: it was only tried, nothing of it is new, or a second person has to agree',
      }),
      proposal: Nullable(Type.String({ description: 'that waits for a second person' })),
      seq: Nullable(Type.Integer({ description: 'of the line in the office record' })),
      rows: Type.Integer(),
      entered: Type.Integer(),
      changed: Type.Integer(),
      unchanged: Type.Integer(),
      faults: RowFaults,
    },
    strict,
  ),
);

// --- what auditors look into --------------------------------------------------------------------

export const AuditQuery = Type.Object(
  {
    ...pageQuery(200, 50),
    number: Type.Optional(Type.String({ format: 'case-number' })),
    person: Type.Optional({ ...Uuid, description: 'who tried, looked or took out' }),
    from: Type.Optional({ ...Day, description: 'Asia/Shanghai' }),
    to: Type.Optional({ ...Day, description: 'included' }),
  },
  strict,
);

const auditLine = {
  at: Instant,
  number: Nullable(Type.String({ description: 'of the case' })),
  personId: Nullable(Type.String()),
  name: Nullable(Type.String()),
};

export const RefusedAttemptPage = PageOf('RefusedAttempt', {
  ...auditLine,
  act: Type.String(),
  code: Type.String(),
});

export const VaultOpeningPage = PageOf('VaultOpening', {
  ...auditLine,
  what: Type.String(),
  purpose: Type.String(),
});

export const FileExportPage = PageOf('FileExport', { ...auditLine, depth: Type.String() });

export const AttackQuery = Type.Object(
  {
    ...pageQuery(200, 50),
    from: Type.Optional({ ...Day, description: 'Asia/Shanghai' }),
    to: Type.Optional({ ...Day, description: 'included' }),
  },
  strict,
);

export const AttackPage = PageOf('Attack', {
  at: { ...Instant, description: 'when the ten minutes began' },
  door: OneOf(
    { zh: '入口', en: 'Door' },
    {
      'log-in': { zh: '登录', en: 'Passwords' },
      receipt: { zh: '查询码', en: 'Receipt codes' },
      'second-factor': { zh: '第二因素', en: 'Codes of the second factor' },
    },
  ),
  login: Nullable(Type.String({ description: 'of the account that was tried; null where there is none' })),
  personId: Nullable(Type.String()),
  name: Nullable(Type.String()),
  tries: Type.Integer(),
  networks: Type.Integer({ description: 'from how many networks, at least' }),
});
