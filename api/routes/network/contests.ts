import { Type } from 'typebox';
import { contestsOfYear, openContests, readRanking } from '../../../record/cases/network/contest-reading';
import { Rulebooks } from '../../../record/store/rulebook';
import { zoneOfUnit } from '../../../record/store/zones';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { NumberParams, numberOf } from '../../contract/request-parts';
import {
  HeldContestSchema,
  OpenContestSchema,
  RankingSchema,
} from '../../contract/schemas/network/contest-schemas';
import { strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

/** What everybody with an account reads of the zone's contests; how a contest is run stands in its case. */
export async function contestRoutes(app: App, { db }: Pick<ApiDeps, 'db'>): Promise<void> {
  const rulebooks = new Rulebooks(db);
  app.get(
    '/api/contests/open',
    {
      config: { access: staff() },
      schema: {
        ...operation('open-contests', tags.contest, {
          zh: '正在报名的大比武',
          en: 'Contests that take teams',
        }),
        response: answers({ 200: Type.Array(OpenContestSchema) }, ...staffProblems),
      },
    },
    async (request) => openContests({ db, rulebooks }, await zoneOfUnit(db, actorOf(request).unit)),
  );
  ofYearRoute(app, db);
  app.get(
    '/api/contests/:number/ranking',
    {
      config: { access: staff() },
      schema: {
        ...operation('contest-ranking', tags.contest, {
          zh: '实时排名',
          en: 'The ranking of a contest as it stands',
        }),
        params: NumberParams,
        response: answers({ 200: RankingSchema }, ...staffProblems, 'case-not-found'),
      },
    },
    async (request) => {
      const zone = await zoneOfUnit(db, actorOf(request).unit);
      const ranking = await readRanking(db, zone, numberOf(request));
      if (ranking === null) throw new ProblemError('case-not-found');
      return ranking;
    },
  );
}

function ofYearRoute(app: App, db: ApiDeps['db']): void {
  app.get(
    '/api/contests',
    {
      config: { access: staff() },
      schema: {
        ...operation('contests-of-year', tags.contest, {
          zh: '某年的大比武:参赛队伍与人数',
          en: 'The contests of a year, with how many take part',
        }),
        querystring: Type.Object({ year: Type.Integer({ minimum: 2000, maximum: 2999 }) }, strict),
        response: answers({ 200: Type.Array(HeldContestSchema) }, ...staffProblems),
      },
    },
    async (request) => contestsOfYear(db, await zoneOfUnit(db, actorOf(request).unit), request.query.year),
  );
}
