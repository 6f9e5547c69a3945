import { Type } from 'typebox';
import type { FastifyReply } from 'fastify';
import { shanghaiDate } from '../../../domain/time/calendar';
import { publishedPromises } from '../../../domain/cases/approval-item/promise';
import { brokenPromises } from '../../../record/notices/publications';
import type { PageRequest } from '../../../record/store/pages';
import type { Rulebooks } from '../../../record/store/rulebook';
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
export type PromiseDeps = Deps & { readonly rulebooks: Rulebooks };

/** Nothing here depends on the caller, so caches may keep it for a while. */
const keptForS = 300;

/** Without one the zone that the office began with. */
const zone = Type.Optional(ZoneId);

/** What the zone promises, and which promises it has broken, for everybody (优化营商环境条例 art. 36). */
export async function publicPromiseRoutes(app: App, deps: PromiseDeps): Promise<void> {
  promisesRoute(app, deps);
  brokenPromisesRoute(app, deps);
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

function promisesRoute(app: App, deps: PromiseDeps): void {
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
      const read = await promisesOf(deps, request.query.zone);
      mayBeKept(reply);
      return read;
    },
  );
}

function brokenPromisesRoute(app: App, deps: PromiseDeps): void {
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
      const read = await brokenPromisesOf(deps, request.query, pageRequestOf(request.query));
      mayBeKept(reply);
      return read;
    },
  );
}

/** What a zone promises today. @throws ProblemError `zone-unknown` */
export async function promisesOf(deps: PromiseDeps, named: string | undefined) {
  const { zone, policy, on } = await today(deps, named);
  const units = await unitTitles(deps.db);
  const promises = publishedPromises(policy).map((promise) => ({
    ...promise,
    departmentTitle: units(promise.department),
  }));
  return { zone, on, promises };
}

/** The promises that a zone has broken in a month, by default this one. @throws ProblemError `zone-unknown` */
export async function brokenPromisesOf(
  deps: PromiseDeps,
  asked: { readonly zone?: string | undefined; readonly month?: string | undefined },
  page: PageRequest,
) {
  const { zone, policy, on } = await today(deps, asked.zone);
  const month = asked.month ?? on.slice(0, 7);
  return { month, ...(await brokenPromises(deps.db, { zone, month }, page, policy)) };
}

/** The zone that is asked for, the law that is in force there today, and which day that is. */
export async function today({ db, clock, rulebooks }: PromiseDeps, named: string | undefined) {
  const zone = await zoneNamed(db, named);
  if (zone === null) throw new ProblemError('zone-unknown');
  const now = clock().toISOString();
  const policy = await rulebooks.lawIn(zone.id, now);
  return { zone: zone.id, policy, on: shanghaiDate(now) };
}

function mayBeKept(reply: FastifyReply): void {
  void reply.header('cache-control', `public, max-age=${keptForS}`);
}
