import { Type } from 'typebox';
import { shanghaiDate, startOfDay } from '../../../domain/time/calendar';
import { datesFit } from '../../../domain/case/form-dates';
import type { StaffActor } from '../../../domain/role';
import type { OpenTipOffRequest } from '../../../record/desk/desk';
import { zoneNamed, zoneOfUnit } from '../../../record/store/zones';
import type { App } from '../../app-type';
import { answers, staffProblems, writeProblems } from '../../contract/answers';
import { TipOffOpenedSchema } from '../../contract/schemas/case-schemas';
import { OfficeTipOff, PublicTipOff, RecordedOn, type TipOffBody } from '../../contract/schemas/intake-forms';
import { operation, tags } from '../../contract/operation';
import { ProblemError, problemOf } from '../../contract/problems';
import { idempotencyOf, intakeTokenOf, IntakeTokenHeader, KeyHeader } from '../../contract/request-parts';
import type { ApiDeps } from '../../deps';
import { actorOf, reporter, staff } from '../../identity/access';
import { IntakeDoor } from '../../identity/intake-door';

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'clock' | 'hashKey' | 'settings'>;

/** Where tip-offs come in: handed in by the reporter, or recorded by a clerk. */
export async function intakeRoutes(app: App, deps: Deps): Promise<void> {
  handInRoute(app, deps);
  recordRoute(app, deps);
}

function handInRoute(app: App, deps: Deps): void {
  const door = new IntakeDoor(deps);
  app.post(
    '/api/public/tip-offs',
    {
      config: { access: reporter },
      schema: {
        ...operation(
          'hand-in',
          tags.reporter,
          { zh: '提交举报', en: 'Hand in a tip-off, without an account' },
          {
            zh:
              '查询码只显示一次,是查询案件的唯一凭证。短时间内提交过多的,答复 429;' +
              '按 `Retry-After` 所示时间重发同一请求即予受理。' +
              '重发已受理的请求,须附同一 `intake-token` 方再次显示查询码;未附的,答复 409 handed-in-already。',
            en:
              'The receipt code is shown this once: it is the only way back to the case. Who hands in too much at once is ' +
              'answered 429 and is taken when the same request comes again after `Retry-After`. ' +
              'A request that was taken and comes again is shown its receipt code only with the `intake-token` of the ' +
              'first time; without one it is answered 409 `handed-in-already`.',
          },
        ),
        headers: Type.Object({ ...KeyHeader.properties, ...IntakeTokenHeader.properties }),
        body: PublicTipOff,
        response: answers(
          { 201: TipOffOpenedSchema },
          ...writeProblems,
          'zone-unknown',
          'zone-without-law',
          'too-many-tip-offs',
          'handed-in-already',
        ),
      },
    },
    async (request, reply) => {
      const token = intakeTokenOf(request);
      const idempotency = idempotencyOf(deps, request, request.body, token ?? '');
      await door.pass(request, idempotency);
      void reply.code(201);
      const { repeated, answer } = await open(deps, {
        ...contentOf(request.body),
        ...(await intakeOf(deps, request.body)),
        receivedAt: deps.clock().toISOString(),
        actor: null,
        idempotency,
      });
      // Whoever brings no secret may be somebody else, who has the key and the text from wherever it was left.
      if (repeated && token === null) throw new ProblemError('handed-in-already');
      return answer;
    },
  );
}

function recordRoute(app: App, deps: Deps): void {
  app.post(
    '/api/tip-offs',
    {
      config: { access: staff('intake-clerk'), act: 'record-tip-off' },
      schema: {
        ...operation(
          'record-tip-off',
          tags['tip-off'],
          { zh: '登记举报', en: 'Record a letter, visit or call' },
          {
            zh: '查询码只显示一次,须交给举报人。',
            en: 'Hand the receipt code to the reporter; it is shown this once.',
          },
        ),
        headers: KeyHeader,
        body: OfficeTipOff,
        response: answers(
          { 201: TipOffOpenedSchema },
          ...staffProblems,
          ...writeProblems,
          'zone-without-law',
          'date-ahead',
        ),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      void reply.code(201);
      const { answer } = await open(deps, {
        ...contentOf(request.body),
        ...(await officeOf(deps, actor)),
        receivedAt: receivedAt(request.body, deps.clock().toISOString()),
        actor,
        idempotency: idempotencyOf(deps, request),
      });
      return answer;
    },
  );
}

async function open({ desk }: Deps, request: OpenTipOffRequest) {
  const outcome = await desk.openTipOff(request);
  if (!outcome.ok) throw problemOf(outcome.refusal);
  return outcome;
}

/** The zone that a reporter names, or the first; its unit takes it. */
async function intakeOf({ db }: Deps, { zone: named }: TipOffBody) {
  const zone = await zoneNamed(db, named);
  if (zone === null) throw new ProblemError('zone-unknown');
  return { zone: zone.id, unit: zone.intakeUnit };
}

/** A clerk records for their own unit, under the policy of the zone that the unit belongs to. */
async function officeOf({ db }: Deps, { unit }: StaffActor) {
  return { zone: await zoneOfUnit(db, unit), unit };
}

/** When the office has received what a clerk records. Refusals: `date-ahead`, `form-invalid`. */
function receivedAt({ receivedOn = '' }: TipOffBody, now: string): string {
  const today = shanghaiDate(now);
  const dates = datesFit(RecordedOn, { receivedOn }, { began: today, today });
  if (!dates.ok) throw problemOf(dates.refusal);
  // A tip-off of today has just come: limits in hours must not begin at midnight.
  return receivedOn === today ? now : startOfDay(receivedOn);
}

export function contentOf({
  reporterKind,
  channel,
  category,
  identity,
  allegesDeath,
  ...written
}: TipOffBody) {
  const { text, place, enterpriseName, remarks } = written;
  const texts = Object.entries({ text, place, enterpriseName, remarks }).filter(
    ([, value]) => value !== undefined,
  );
  return {
    reporterKind,
    channel,
    category,
    allegesDeath: allegesDeath === true,
    identity: identity ?? null,
    texts: Object.fromEntries(texts) as OpenTipOffRequest['texts'],
  };
}
