import { Type } from 'typebox';
import type { FastifyReply } from 'fastify';
import { shanghaiDate } from '../../../domain/time/calendar';
import { publishedPromises } from '../../../domain/cases/approval-item/promise';
import { brokenPromises } from '../../../record/notices/publications';
import { Rulebooks } from '../../../record/store/rulebook';
import { unitTitles } from '../../../record/store/units';
import { zoneNamed, zonesOf } from '../../../record/store/zones';
import { ZoneId } from '../../../domain/office/fields';
import { ProblemError } from '../../contract/problems';
import type { App } from '../../app-type';
import { answers } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { BrokenPromisesSchema, PromisesSchema, ZoneSchema } from '../../contract/schemas/public-schemas';
import { Month, PageQuery, pageRequestOf } from '../../contract/request-parts';
import { strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { everybody } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock'>;

/** Nothing here depends on the caller, so caches may keep it for a while. */
const keptForS = 300;

/** Without one the zone that the office began with. */
const zone = Type.Optional(ZoneId);

/** What the zone promises, and which promises it has broken, for everybody (优化营商环境条例 art. 36). */
export async function publicPromiseRoutes(app: App, deps: Deps): Promise<void> {
  const rulebooks = new Rulebooks(deps.db);
  promisesRoute(app, deps, rulebooks);
  brokenPromisesRoute(app, deps, rulebooks);
  zonesRoute(app, deps);
}

function zonesRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/public/zones',
    {
      config: { access: everybody },
      schema: {
        ...operation('zones', tags.public, {
          zh: '园区(首个为默认)',
          en: 'The zones in which the office works, the first of which is meant where none is named',
        }),
        response: answers({ 200: Type.Array(ZoneSchema) }),
      },
    },
    async (_request, reply) => {
      mayBeKept(reply);
      return (await zonesOf(db)).map(({ id, title }) => ({ id, title }));
    },
  );
}

function promisesRoute(app: App, deps: Deps, rulebooks: Rulebooks): void {
  app.get(
    '/api/public/promises',
    {
      config: { access: everybody },
      schema: {
        ...operation('promises', tags.public, {
          zh: '承诺时限公示',
          en: 'Legal and committed limits of every matter, in force today',
        }),
        querystring: Type.Object({ zone }, strict),
        response: answers({ 200: PromisesSchema }, 'zone-unknown'),
      },
    },
    async (request, reply) => {
      const { zone, policy, on } = await today(deps, rulebooks, request.query.zone);
      const units = await unitTitles(deps.db);
      mayBeKept(reply);
      return {
        zone,
        on,
        promises: publishedPromises(policy).map((promise) => ({
          ...promise,
          departmentTitle: units(promise.department),
        })),
      };
    },
  );
}

function brokenPromisesRoute(app: App, deps: Deps, rulebooks: Rulebooks): void {
  app.get(
    '/api/public/promises/broken',
    {
      config: { access: everybody },
      schema: {
        ...operation('broken-promises', tags.public, {
          zh: '超承诺时限公开说明',
          en: 'Broken promises of a month, with their published explanations',
        }),
        querystring: Type.Object(
          {
            month: Type.Optional({ ...Month, description: 'YYYY-MM of the decision, default this month' }),
            zone,
            ...PageQuery,
          },
          strict,
        ),
        response: answers({ 200: BrokenPromisesSchema }, 'cursor-invalid', 'zone-unknown'),
      },
    },
    async (request, reply) => {
      const { zone, policy, on } = await today(deps, rulebooks, request.query.zone);
      const month = request.query.month ?? on.slice(0, 7);
      const broken = await brokenPromises(deps.db, { zone, month }, pageRequestOf(request.query), policy);
      mayBeKept(reply);
      return { month, ...broken };
    },
  );
}

/** The zone that is asked for, the law that is in force there today, and which day that is. */
async function today({ db, clock }: Deps, rulebooks: Rulebooks, named: string | undefined) {
  const zone = await zoneNamed(db, named);
  if (zone === null) throw new ProblemError('zone-unknown');
  const now = clock().toISOString();
  const policy = await rulebooks.lawIn(zone.id, now);
  return { zone: zone.id, policy, on: shanghaiDate(now) };
}

function mayBeKept(reply: FastifyReply): void {
  void reply.header('cache-control', `public, max-age=${keptForS}`);
}
