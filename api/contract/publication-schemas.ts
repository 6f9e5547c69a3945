import { Type } from 'typebox';
import { Form, OneOf } from '../../domain/case/form';
import {
  firmStages,
  publicationKinds,
  firmStageTitles,
  publicationKindTitles,
} from '../../domain/cases/notice/publication';
import { noticeStates } from '../../record/notices/notice-reading';
import { Bilingual, Instant, Nullable, strict } from './answers';
import { Line, Paragraph } from './intake-forms';

/* What a publication to firms is made of, and what is answered about it. */

export const Trade = Type.String({ pattern: '^[A-T]([0-9]{2,4})?$' });
export const Zone = Type.String({ pattern: '^[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)?$', maxLength: 80 });

export const AudienceForm = Form({
  trades: Type.Array(Trade, {
    title: '行业(GB/T 4754,空为不限) Trades, all where empty',
    maxItems: 100,
    uniqueItems: true,
  }),
  stages: Type.Array(OneOf({ zh: '阶段', en: 'Stage' }, firmStageTitles), {
    title: '项目阶段(空为不限) Stages of projects, all where empty',
    uniqueItems: true,
  }),
  zones: Type.Array(Zone, {
    title: '园区或片区(空为不限) Zones or parts of them, all where empty',
    maxItems: 100,
    uniqueItems: true,
  }),
  enterpriseIds: Type.Array(Type.String({ format: 'uuid' }), {
    title: '指定企业 Firms by name, in place of trade, stage and zone',
    maxItems: 1000,
    uniqueItems: true,
  }),
});

export const PublicationForm = Form({
  kind: OneOf({ zh: '类别', en: 'Kind' }, publicationKindTitles),
  title: Line('标题 Title', 120),
  text: Paragraph('内容 Text', 20_000),
  about: Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 }), {
    title: '项目类型或检查事项 Type of project, or items of the published list',
    maxItems: 100,
    uniqueItems: true,
  }),
  audience: AudienceForm,
  standing: Type.Optional(
    Type.Boolean({
      title: '长期有效 Firms that come into the audience later are told too, until it is withdrawn',
    }),
  ),
});

export const WithdrawalForm = Form({ reason: Paragraph('撤回理由 Reason', 1000) });

export const PublicationParams = Type.Object({ id: Type.String({ format: 'uuid' }) });

export const State = Type.String({
  enum: [...noticeStates],
  description: '`waiting`: still to be opened; `open`: neither read nor served yet',
});

const Kind = Type.String({ enum: [...publicationKinds] });

const Lines = Type.Array(
  Type.Object(
    { code: Type.String(), title: Bilingual, source: Type.String(), materials: Type.Array(Type.String()) },
    strict,
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

export const TargetsPreview = Type.Object(
  {
    targeted: Type.Integer(),
    reachable: Type.Integer({ description: 'of them, with a contact who has an account' }),
    enterprises: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          name: Type.String(),
          trade: Nullable(Type.String()),
          zone: Nullable(Type.String()),
          stages: Type.Array(Type.String({ enum: [...firmStages] })),
          reachable: Type.Boolean(),
        },
        strict,
      ),
    ),
  },
  strict,
);

export const PublicationLineSchema = Type.Object({ ...Head, ...Figures }, strict);

export const PublicationSchema = Type.Object(
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
);

export const AddresseeSchema = Type.Object(
  {
    enterpriseId: Type.String(),
    name: Type.String(),
    number: Nullable(Type.String({ description: 'the notice to this firm; null until it is opened' })),
    state: State,
    dueAt: Nullable(Instant),
    remindedAt: Nullable(Instant),
    endedAt: Nullable(Instant),
    endedBy: Nullable(Type.String({ description: 'who read it, served it, or took it back' })),
  },
  strict,
);

export const ReceivedNoticeSchema = Type.Object(
  {
    ...Head,
    number: Type.String(),
    seq: Type.Integer(),
    text: Type.String(),
    lines: Lines,
    withdrawnReason: Nullable(Type.String()),
    state: State,
    dueAt: Nullable(Instant),
    endedAt: Nullable(Instant),
  },
  strict,
);
