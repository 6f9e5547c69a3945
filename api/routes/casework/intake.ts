import { shanghaiDate, startOfDay } from '../../../domain/time/calendar';
import type { StaffActor } from '../../../domain/role';
import type { OpenTipOffRequest } from '../../../record/desk/desk';
import type { Idempotency } from '../../../record/store/idempotency';
import { actorOf, reporter, staff } from '../../identity/access';
import { answers, staffProblems, TipOffOpenedSchema, writeProblems } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { OfficeTipOff, PublicTipOff, type TipOffBody } from '../../contract/intake-forms';
import { ProblemError, problemOf } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';

type Office = ApiDeps['settings']['intake'];

/** Where tip-offs come in: handed in by the reporter, or recorded by a clerk. */
export function intakeRoutes(app: App, deps: ApiDeps): void {
  app.post(
    '/api/public/tip-offs',
    {
      config: { access: reporter },
      schema: {
        tags: ['举报人 Reporter'],
        operationId: 'hand-in',
        summary: '提交举报 Hand in a tip-off, without an account',
        description:
          '查询码只显示一次 The receipt code is shown this once: it is the only way back to the case.',
        headers: KeyHeader,
        body: PublicTipOff,
        response: answers({ 201: TipOffOpenedSchema }, ...writeProblems),
      },
    },
    (request, reply) => {
      void reply.code(201);
      return open(request.body, deps.clock().toISOString(), null, idempotencyOf(deps, request));
    },
  );

  app.post(
    '/api/tip-offs',
    {
      config: { access: staff('intake-clerk'), act: 'record-tip-off' },
      schema: {
        tags: ['举报 Tip-off'],
        operationId: 'record-tip-off',
        summary: '登记举报 Record a letter, visit or call',
        description: '查询码交给举报人 Hand the receipt code to the reporter; it is shown this once.',
        headers: KeyHeader,
        body: OfficeTipOff,
        response: answers({ 201: TipOffOpenedSchema }, ...staffProblems, ...writeProblems),
      },
    },
    (request, reply) => {
      const { receivedOn = '' } = request.body;
      const now = deps.clock().toISOString();
      const today = shanghaiDate(now);
      if (receivedOn > today) {
        throw new ProblemError('form-invalid', {
          errors: [{ pointer: '/receivedOn', detail: 'must not be in the future' }],
        });
      }
      void reply.code(201);
      // What came today came just now: limits in hours must not begin at midnight.
      return open(
        request.body,
        receivedOn === today ? now : startOfDay(receivedOn),
        actorOf(request),
        idempotencyOf(deps, request),
      );
    },
  );

  async function open(
    body: TipOffBody,
    receivedAt: string,
    actor: StaffActor | null,
    idempotency: Idempotency,
  ) {
    const office = actor === null ? deps.settings.intake : await officeOf(actor);
    const outcome = await deps.desk.openTipOff(tipOffOf(body, receivedAt, actor, office, idempotency));
    if (!outcome.ok) throw problemOf(outcome.refusal);
    return outcome.answer;
  }

  /** A clerk records for their own unit, under the policy of the zone that the unit belongs to. */
  async function officeOf({ unit }: StaffActor): Promise<Office> {
    const { zone } = await deps.db.unit.findUniqueOrThrow({ where: { id: unit }, select: { zone: true } });
    return { zone, unit };
  }

  function tipOffOf(
    { reporterKind, channel, category, identity, text, place, enterpriseName, remarks }: TipOffBody,
    receivedAt: string,
    actor: StaffActor | null,
    { zone, unit }: Office,
    idempotency: Idempotency,
  ): OpenTipOffRequest {
    const texts = Object.entries({ text, place, enterpriseName, remarks }).filter(
      ([, value]) => value !== undefined,
    );
    return {
      zone,
      unit,
      channel,
      reporterKind,
      category,
      receivedAt,
      texts: Object.fromEntries(texts) as OpenTipOffRequest['texts'],
      identity: identity ?? null,
      actor,
      idempotency,
    };
  }
}
