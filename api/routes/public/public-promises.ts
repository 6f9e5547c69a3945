import { Type } from 'typebox';
import type { FastifyReply } from 'fastify';
import { shanghaiDate } from '../../../domain/time/calendar';
import { publishedPromises } from '../../../domain/cases/approval-item/promise';
import { brokenPromises } from '../../../record/notices/publications';
import { Rulebooks } from '../../../record/store/rulebook';
import { unitTitles } from '../../../record/store/units';
import type { App } from '../../app-type';
import { answers } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { BrokenPromisesSchema, PromisesSchema } from '../../contract/schemas/public-schemas';
import { Month, PageQuery, pageRequestOf } from '../../contract/request-parts';
import { strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { everybody } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock' | 'settings'>;

/** Nothing here depends on the caller, so caches may keep it for a while. */
const keptForS = 300;

/** What the zone promises, and which promises it has broken, for everybody (优化营商环境条例 art. 36). */
export async function publicPromiseRoutes(app: App, deps: Deps): Promise<void> {
  const rulebooks = new Rulebooks(deps.db);
  promisesRoute(app, deps, rulebooks);
  brokenPromisesRoute(app, deps, rulebooks);
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
        response: answers({ 200: PromisesSchema }),
      },
    },
    async (_request, reply) => {
      const { policy, on } = await today(deps, rulebooks);
      const units = await unitTitles(deps.db);
      mayBeKept(reply);
      return {
        zone: deps.settings.intake.zone,
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
            ...PageQuery,
          },
          strict,
        ),
        response: answers({ 200: BrokenPromisesSchema }, 'cursor-invalid'),
      },
    },
    async (request, reply) => {
      const { policy, on } = await today(deps, rulebooks);
      const { zone } = deps.settings.intake;
      const month = request.query.month ?? on.slice(0, 7);
      const broken = await brokenPromises(deps.db, { zone, month }, pageRequestOf(request.query), policy);
      mayBeKept(reply);
      return { month, ...broken };
    },
  );
}

/** The law that is in force in the zone today, and which day that is. */
async function today({ clock, settings }: Deps, rulebooks: Rulebooks) {
  const now = clock().toISOString();
  const rulebook = await rulebooks.refresh();
  return { policy: rulebook.policy(rulebook.pinFor(settings.intake.zone, now)), on: shanghaiDate(now) };
}

function mayBeKept(reply: FastifyReply): void {
  void reply.header('cache-control', `public, max-age=${keptForS}`);
}
