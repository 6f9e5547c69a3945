import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { firmRoles, type Role } from '../../../domain/role';
import { shanghaiDate } from '../../../domain/time/calendar';
import { openSessions, trainingMoney } from '../../../record/cases/training/money';
import { enrolledIn } from '../../../record/cases/training/session';
import { Rulebooks } from '../../../record/store/rulebook';
import { zoneOfUnit } from '../../../record/store/zones';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { NumberParams, numberOf } from '../../contract/request-parts';
import {
  EnrolledSchema,
  OpenSessionSchema,
  TrainingMoneySchema,
} from '../../contract/schemas/network/training-schemas';
import { strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock'>;

const tag = tags['training-session'];
const ofTheZone: readonly Role[] = ['training-organiser', 'section-chief', 'approver', 'auditor'];

/** Sessions that take people, who is enrolled, and the training money of a year. */
export async function trainingSessionRoutes(app: App, deps: Deps): Promise<void> {
  openRoute(app, deps);
  placesRoute(app, deps);
  moneyRoute(app, deps);
}

/** The zone of the caller with its law of today. */
function lawOf({ db, clock }: Deps, rulebooks: Rulebooks) {
  return async (request: FastifyRequest) => {
    const now = clock().toISOString();
    const zone = await zoneOfUnit(db, actorOf(request).unit);
    return { zone, policy: await rulebooks.lawIn(zone, now), today: shanghaiDate(now) };
  };
}

function openRoute(app: App, deps: Deps): void {
  const law = lawOf(deps, new Rulebooks(deps.db));
  app.get(
    '/api/training-sessions/open',
    {
      config: { access: staff() },
      schema: {
        ...operation('open-training-sessions', tag, {
          zh: '正在报名的培训',
          en: 'Sessions that take people, with their places',
        }),
        response: answers({ 200: Type.Array(OpenSessionSchema) }, ...staffProblems),
      },
    },
    async (request) => {
      const { zone, policy, today } = await law(request);
      return openSessions(deps.db, zone, policy, today);
    },
  );
}

function placesRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/training-sessions/:number/places',
    {
      config: { access: staff(...firmRoles, ...ofTheZone) },
      schema: {
        ...operation(
          'training-places',
          tag,
          { zh: '名额与候补', en: 'Who has a place, and who waits for one' },
          {
            zh: '按报名先后;企业人员只见本企业。',
            en: 'In the order in which they came. Who is of a firm sees that firm alone.',
          },
        ),
        params: NumberParams,
        response: answers({ 200: Type.Array(EnrolledSchema) }, ...staffProblems, 'case-not-found'),
      },
    },
    async (request) => {
      const { unit, enterpriseId, recusedFrom } = actorOf(request);
      const number = numberOf(request);
      const zone = await zoneOfUnit(db, unit);
      const file = await db.caseFile.findFirst({ where: { number, caseType: 'training-session', zone } });
      if (file === null) throw new ProblemError('case-not-found');
      const enrolled = await enrolledIn(db, number);
      return enrolled
        .filter((each) => enterpriseId === null || each.enterpriseId === enterpriseId)
        .filter((each) => !recusedFrom.includes(each.enterpriseId))
        .map(({ enterpriseId: _, ...each }) => each);
    },
  );
}

function moneyRoute(app: App, deps: Deps): void {
  const law = lawOf(deps, new Rulebooks(deps.db));
  app.get(
    '/api/network/training/money',
    {
      config: { access: staff(...ofTheZone) },
      schema: {
        ...operation('training-money', tag, {
          zh: '培训教育专项资金及各场次支出',
          en: 'The training money of a year, and what was spent on which session',
        }),
        querystring: Type.Object(
          { year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2999 })) },
          strict,
        ),
        response: answers({ 200: TrainingMoneySchema }, ...staffProblems),
      },
    },
    async (request) => {
      const { zone, policy, today } = await law(request);
      return trainingMoney(deps.db, zone, policy, request.query.year ?? Number(today.slice(0, 4)));
    },
  );
}
