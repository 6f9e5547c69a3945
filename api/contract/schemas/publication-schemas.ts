import { Type } from 'typebox';
import { Flag, Form, Line, ListOf, OneOf, Paragraph } from '../../../domain/case/form';
import { firmStageTitles, publicationKindTitles } from '../../../domain/cases/notice/publication';
import { serviceWayTitles } from '../../../domain/cases/service';
import { Trade, Zone } from '../../../domain/office/fields';
import { noticeStates, type NoticeState } from '../../../record/notices/notice-reading';
import { Bilingual, Day, Instant, Named, Nullable, PageOf, strict, Uuid } from '../shapes';

/* What a publication to firms is made of, and what is answered about it. */

const FirmStage = OneOf({ zh: '阶段', en: 'Stage' }, firmStageTitles);
const Kind = Named('PublicationKind', OneOf({ zh: '类别', en: 'Kind' }, publicationKindTitles));

export const State = Named(
  'NoticeState',
  OneOf<NoticeState>(
    { zh: '状态', en: 'State' },
    {
      waiting: { zh: '待发出', en: 'Still to be opened' },
      open: { zh: '未读', en: 'Neither read nor served yet' },
      read: { zh: '已读', en: 'Read' },
      served: { zh: '已送达', en: 'Served' },
      undeliverable: { zh: '无法送达', en: 'Undeliverable' },
      lapsed: { zh: '逾期未读', en: 'Lapsed' },
      withdrawn: { zh: '已撤回', en: 'Withdrawn' },
    },
  ),
);

/** A code of the law: a type of project, or an item of the published list. */
const Code = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 });

// --- what is handed in --------------------------------------------------------------------------

export const AudienceForm = Named(
  'Audience',
  Form({
    trades: ListOf({ zh: '行业(GB/T 4754,空为不限)', en: 'Trades, all where empty' }, Trade, {
      maxItems: 100,
      uniqueItems: true,
    }),
    stages: ListOf({ zh: '项目阶段(空为不限)', en: 'Stages of projects, all where empty' }, FirmStage, {
      uniqueItems: true,
    }),
    zones: ListOf({ zh: '园区或片区(空为不限)', en: 'Zones or parts of them, all where empty' }, Zone, {
      maxItems: 100,
      uniqueItems: true,
    }),
    enterpriseIds: ListOf({ zh: '指定企业', en: 'Firms by name, in place of trade, stage and zone' }, Uuid, {
      maxItems: 1000,
      uniqueItems: true,
    }),
  }),
);

export const PreviewForm = Named('PublicationPreviewForm', Form({ audience: AudienceForm }));

export const PublicationForm = Named(
  'PublicationForm',
  Form({
    kind: Kind,
    title: Line({ zh: '标题', en: 'Title' }, 120),
    text: Paragraph({ zh: '内容', en: 'Text' }, 20_000),
    about: ListOf({ zh: '项目类型或检查事项', en: 'Type of project, or items of the published list' }, Code, {
      maxItems: 100,
      uniqueItems: true,
    }),
    audience: AudienceForm,
    standing: Type.Optional(
      Flag({
        zh: '长期有效',
        en: 'Firms that come into the audience later are told too, until it is withdrawn',
      }),
    ),
  }),
);

export const WithdrawalForm = Named(
  'PublicationWithdrawalForm',
  Form({ reason: Paragraph({ zh: '撤回理由', en: 'Reason' }, 1000) }),
);

export const PublicationParams = Type.Object({ id: Uuid });

// --- what is answered ---------------------------------------------------------------------------

const Lines = Type.Array(
  Named(
    'PublicationItem',
    Type.Object(
      { code: Type.String(), title: Bilingual, source: Type.String(), materials: Type.Array(Type.String()) },
      strict,
    ),
  ),
);

const Head = {
  id: Type.String(),
  kind: Kind,
  title: Type.String(),
  publishedAt: Instant,
  withdrawnAt: Nullable(Instant),
};

const Figures = {
  targeted: Type.Integer(),
  reminded: Type.Integer({ description: 'firms that were reminded at least once' }),
  ...Object.fromEntries(noticeStates.map((state) => [state, Type.Integer()])),
};

const TargetedFirm = Named(
  'TargetedFirm',
  Type.Object(
    {
      id: Type.String(),
      name: Type.String(),
      trade: Nullable(Type.String()),
      zone: Nullable(Type.String()),
      stages: Type.Array(FirmStage),
      reachable: Type.Boolean(),
    },
    strict,
  ),
);

export const TargetsPreview = Named(
  'PublicationPreview',
  Type.Object(
    {
      targeted: Type.Integer(),
      reachable: Type.Integer({ description: 'of them, with a contact who has an account' }),
      enterprises: Type.Array(TargetedFirm),
    },
    strict,
  ),
);

export const PublishedSchema = Named(
  'Published',
  Type.Object({ id: Type.String(), targeted: Type.Integer() }, strict),
);
export const WithdrawnSchema = Named('PublicationWithdrawn', Type.Object({ id: Type.String() }, strict));

export const PublicationPage = PageOf('PublicationLine', { ...Head, ...Figures });

export const PublicationSchema = Named(
  'Publication',
  Type.Object(
    {
      ...Head,
      ...Figures,
      unit: Type.String(),
      text: Type.String(),
      lines: Lines,
      audience: AudienceForm,
      standing: Type.Boolean(),
      publishedBy: Type.String(),
      withdrawnReason: Nullable(Type.String()),
    },
    strict,
  ),
);

export const AddresseePage = PageOf('Addressee', {
  enterpriseId: Type.String(),
  name: Type.String(),
  number: Nullable(Type.String({ description: 'the notice to this firm; null until it is opened' })),
  state: State,
  dueAt: Nullable(Instant),
  remindedAt: Nullable(Instant),
  endedAt: Nullable(Instant),
  endedBy: Nullable(Type.String({ description: 'who read it, served it, or took it back' })),
});

export const ReceivedNoticePage = PageOf('ReceivedNotice', {
  ...Head,
  number: Type.String(),
  seq: Type.Integer(),
  text: Type.String(),
  lines: Lines,
  withdrawnReason: Nullable(Type.String()),
  state: State,
  dueAt: Nullable(Instant),
  endedAt: Nullable(Instant),
});

// --- the proof that it has come -----------------------------------------------------------------

const Service = Type.Object(
  {
    way: OneOf({ zh: '送达方式', en: 'Way of service' }, serviceWayTitles),
    servedOn: Day,
    recordedAt: Instant,
    by: Nullable(Type.String({ description: 'who read it for the firm, or served it' })),
  },
  strict,
);

const Signature = Named(
  'Signature',
  Type.Object(
    {
      keyId: Type.String({ description: 'of a key at `/api/signing-keys`' }),
      value: Type.String({
        description:
          'Ed25519, hex, over the canonical JSON (keys in order, no blanks) of all fields above and `"is":"anjie-proof-of-service/1"`',
      }),
    },
    strict,
  ),
);

export const ProofSchema = Named(
  'ProofOfService',
  Type.Object(
    {
      number: Type.String(),
      publication: Type.Object(
        { id: Type.String(), kind: Kind, title: Type.String(), publishedAt: Instant },
        strict,
      ),
      enterprise: Type.Object({ id: Type.String(), name: Type.String(), creditCode: Type.String() }, strict),
      openedAt: Instant,
      reminders: Type.Array(Instant),
      service: Service,
      papers: Type.Array(
        Type.Object({ id: Type.String(), digest: Type.String(), mediaType: Type.String() }, strict),
      ),
      record: Type.Object({ seq: Type.Integer(), hash: Type.String() }, strict),
      signature: Signature,
    },
    strict,
  ),
);
