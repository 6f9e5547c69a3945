import { Type } from 'typebox';
import { OneOf } from '../../../domain/case/form';
import { channels } from '../../../domain/office/channels';
import { acknowledgements } from '../../../record/messages/acknowledging';
import type { MessageScope } from '../../../record/reading/lists/undelivered';
import { PageQuery } from '../query-parts';
import { WhatItIs } from './list-schemas';
import { Bilingual, CaseTypeWord, Instant, Named, Nullable, PageOf, strict } from '../shapes';

/* Messages that have to reach somebody, and how people want to be told. */

const Channel = Named('Channel', OneOf({ zh: '渠道', en: 'Channel' }, channels));

const DeliveryState = OneOf(
  { zh: '送达状态', en: 'How it stands' },
  {
    waiting: { zh: '待发送', en: 'Still to go out' },
    pending: { zh: '待回执', en: 'Its gateway will report' },
    taken: { zh: '已送达', en: 'Delivered, as far as can be known' },
    failed: { zh: '未送达', en: 'No channel got it there' },
    dropped: { zh: '无需再送', en: 'Not to be told any more' },
  },
);
const AttemptOutcome = OneOf(
  { zh: '结果', en: 'Outcome' },
  {
    taken: { zh: '已接收', en: 'Taken' },
    refused: { zh: '被拒收', en: 'Refused' },
    deferred: { zh: '暂不接收', en: 'Not taken now' },
    unreachable: { zh: '无法连接', en: 'No connection' },
    timeout: { zh: '超时', en: 'No answer in time' },
    'no-address': { zh: '无地址', en: 'There is no address' },
    delivered: { zh: '回执:已送达', en: 'Reported as delivered' },
    'not-delivered': { zh: '回执:未送达', en: 'Reported as not delivered' },
    'broken-off': { zh: '发送中断,将重发', en: 'Broken off: it is sent again under its id' },
  },
);

export const MessageQuery = Type.Object(
  {
    ...PageQuery,
    scope: Type.Optional({
      ...OneOf<MessageScope>(
        { zh: '范围', en: 'Scope' },
        {
          undelivered: { zh: '未送达或未按时确认', en: 'Not received, or not acknowledged in time' },
          mine: { zh: '待我确认', en: 'Waiting for my acknowledgement' },
          answered: { zh: '已确认', en: 'Acknowledged after all' },
        },
      ),
      default: 'undelivered',
    }),
  },
  strict,
);

export const MessagePage = PageOf('MessageLine', {
  number: Type.String(),
  caseType: CaseTypeWord,
  ...WhatItIs,
  unit: Type.String(),
  template: Type.String({ description: 'which mail the record asked for' }),
  step: Nullable(Type.String()),
  title: Nullable(Bilingual),
  urgent: Type.Boolean(),
  askedAt: Instant,
  acknowledgeBy: Nullable(Instant),
  told: Type.Array(
    Type.Object(
      {
        personId: Type.String(),
        name: Type.String(),
        tier: Type.Integer({ description: '0: whom it was meant for; more: whom it was passed on to' }),
        state: DeliveryState,
        attempts: Type.Array(
          Type.Object({ channel: Nullable(Channel), outcome: AttemptOutcome, at: Instant }, strict),
        ),
      },
      strict,
    ),
  ),
  acknowledged: Nullable(
    Type.Object(
      {
        personId: Type.String(),
        name: Type.String(),
        how: OneOf({ zh: '方式', en: 'How' }, acknowledgements),
        at: Instant,
      },
      strict,
    ),
  ),
});

export const AcknowledgedSchema = Named(
  'Acknowledged',
  Type.Object({ messages: Type.Integer({ description: 'how many were taken note of now' }) }, strict),
);

const TimeOfDay = Type.String({
  pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
  description: 'HH:MM in Shanghai',
});

const chosen = {
  webhookUrl: Nullable(
    Type.String({ format: 'line', maxLength: 500, description: 'at a machine that the operator allows' }),
  ),
  phone: Nullable(Type.String({ format: 'telephone', description: 'for text messages' })),
  channels: Type.Array(Channel, {
    maxItems: 3,
    uniqueItems: true,
    description: 'in which order they are tried; the others come after',
  }),
  digestAt: Nullable({
    ...TimeOfDay,
    description: 'what is not urgent comes once a day at this time (HH:MM in Shanghai)',
  }),
  quiet: Nullable(Type.Object({ from: TimeOfDay, to: TimeOfDay }, strict)),
};

export const OwnChannelsForm = Named('OwnChannelsForm', Type.Object(chosen, strict));

export const OwnChannelsSchema = Named(
  'OwnChannels',
  Type.Object(
    {
      ...chosen,
      email: Nullable(Type.String({ description: 'kept by the office' })),
      setUp: Type.Array(Channel, { description: 'the channels that there are here' }),
      webhookSecret: Nullable(
        Type.String({ description: 'by which the receiver checks signatures (standardwebhooks.com)' }),
      ),
    },
    strict,
  ),
);
