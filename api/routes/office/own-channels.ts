import type { Static } from 'typebox';
import { noWishes } from '../../../domain/office/channels';
import { channelsChosen, chooseChannels } from '../../../record/messages/own-channels';
import { mayReceive, webhookSecretOf } from '../../../record/messages/webhooks';
import type { App } from '../../app-type';
import { answers, bodyProblems, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { OwnChannelsForm, OwnChannelsSchema } from '../../contract/schemas/message-schemas';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'settings'>;

/** How somebody wants to be told: by which channels, when not, and what all at once. */
export async function ownChannelRoutes(app: App, deps: Deps): Promise<void> {
  readingRoute(app, deps);
  choiceRoute(app, deps);
}

function readingRoute(app: App, deps: Deps): void {
  app.get(
    '/api/session/channels',
    {
      config: { access: staff() },
      schema: {
        ...operation('own-channels', tags.session, { zh: '本人的消息渠道', en: 'How one wants to be told' }),
        response: answers({ 200: OwnChannelsSchema }, ...staffProblems),
      },
    },
    (request) => reading(deps, actorOf(request).accountId),
  );
}

function choiceRoute(app: App, deps: Deps): void {
  app.put(
    '/api/session/channels',
    {
      config: { access: staff() },
      schema: {
        ...operation(
          'choose-channels',
          tags.session,
          { zh: '设置本人的消息渠道', en: 'Choose how to be told' },
          {
            zh: '汇总与免打扰不适用于紧急消息(逾期、督办、涉及人员死亡)。',
            en: 'Digest and quiet hours hold back nothing that is urgent: overdue, escalated, or with a death in it.',
          },
        ),
        body: OwnChannelsForm,
        response: answers(
          { 200: OwnChannelsSchema },
          ...staffProblems,
          ...bodyProblems,
          'webhook-not-allowed',
        ),
      },
    },
    async (request) => {
      const { db, settings } = deps;
      const { webhookUrl, phone, channels, digestAt, quiet } = request.body;
      const url = webhookUrl !== null && URL.canParse(webhookUrl) ? new URL(webhookUrl) : null;
      if (
        webhookUrl !== null &&
        (url === null || settings.webhooks === null || !mayReceive(url, settings.webhooks))
      )
        throw new ProblemError('webhook-not-allowed');
      const { accountId } = actorOf(request);
      await chooseChannels(db, accountId, {
        webhookUrl: url?.href ?? null,
        phone,
        wishes: {
          channels,
          digestAt: digestAt === null ? null : minuteOf(digestAt),
          quiet: quiet && { from: minuteOf(quiet.from), to: minuteOf(quiet.to) },
        },
      });
      return reading(deps, accountId);
    },
  );
}

async function reading({ db, settings }: Deps, accountId: string): Promise<Static<typeof OwnChannelsSchema>> {
  const { email } = await db.account.findUniqueOrThrow({ where: { id: accountId }, select: { email: true } });
  const { webhookUrl, phone, wishes } = (await channelsChosen(db, [accountId])).get(accountId) ?? {
    webhookUrl: null,
    phone: null,
    wishes: noWishes,
  };
  return {
    webhookUrl,
    phone,
    channels: [...wishes.channels],
    digestAt: wishes.digestAt === null ? null : timeOf(wishes.digestAt),
    quiet: wishes.quiet && { from: timeOf(wishes.quiet.from), to: timeOf(wishes.quiet.to) },
    email,
    setUp: [...settings.channels],
    webhookSecret:
      webhookUrl === null || settings.webhooks === null
        ? null
        : webhookSecretOf(settings.webhooks.secret, accountId, webhookUrl),
  };
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

function timeOf(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
