import { Type } from 'typebox';
import type { FastifyReply } from 'fastify';
import { shanghaiDate } from '../../../domain/time/calendar';
import { confidences, limitUnits } from '../../../domain/time/limit';
import { silences } from '../../../domain/law/matter-values';
import { publishedPromises } from '../../../domain/cases/approval-item/promise';
import { brokenPromises } from '../../../record/notices/publications';
import { Rulebooks } from '../../../record/store/rulebook';
import { unitTitles } from '../../../record/store/units';
import { everybody } from '../../identity/access';
import { answers, Bilingual, Day, Nullable, pageSchema, strict } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { Month, PageQuery, pageRequestOf } from '../../contract/request-parts';

const tags = ['公开 Public'];
/** Nothing here is about who asks: caches may keep it for a while. */
const keptForS = 300;

const Unit = Type.String({ enum: [...limitUnits] });
const PublishedLimit = Type.Object(
  {
    value: Type.Integer(),
    unit: Unit,
    source: Type.Object(
      {
        title: Type.String(),
        article: Type.Optional(Type.String()),
        url: Type.Optional(Type.String()),
        confidence: Type.String({ enum: [...confidences] }),
      },
      strict,
    ),
  },
  strict,
);
const Department = { department: Type.String(), departmentTitle: Nullable(Bilingual) };

/** What the zone promises, and where it did not keep its word, for everybody (优化营商环境条例 art. 36). */
export function publicPromiseRoutes(app: App, deps: ApiDeps): void {
  const { db, clock, settings } = deps;
  const rulebooks = new Rulebooks(db);
  const { zone } = settings.intake;

  app.get(
    '/api/public/promises',
    {
      config: { access: everybody },
      schema: {
        tags,
        operationId: 'promises',
        summary: '承诺时限公示 Legal and committed limits of every matter, in force today',
        response: answers({
          200: Type.Object(
            {
              zone: Type.String(),
              on: Day,
              promises: Type.Array(
                Type.Object(
                  {
                    matter: Type.String(),
                    title: Bilingual,
                    ...Department,
                    silence: Type.String({ enum: [...silences] }),
                    legal: PublishedLimit,
                    committed: Nullable(PublishedLimit),
                    reductionBasisPoints: Nullable(Type.Integer()),
                  },
                  strict,
                ),
              ),
            },
            strict,
          ),
        }),
      },
    },
    async (_request, reply) => {
      const { policy, on } = await today();
      const units = await unitTitles(db);
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

  app.get(
    '/api/public/promises/broken',
    {
      config: { access: everybody },
      schema: {
        tags,
        operationId: 'broken-promises',
        summary: '超承诺时限公开说明 Broken promises of a month, with their published explanations',
        querystring: Type.Object(
          {
            month: Type.Optional({ ...Month, description: 'YYYY-MM of the decision, default this month' }),
            ...PageQuery,
          },
          strict,
        ),
        response: answers(
          {
            200: Type.Object(
              {
                month: Type.String(),
                unexplained: Type.Integer({
                  description: 'broken in this month, explanation not published yet',
                }),
                ...pageSchema(
                  Type.Object(
                    {
                      matter: Type.String(),
                      title: Nullable(Bilingual),
                      ...Department,
                      limitUnit: Unit,
                      promiseDays: Type.Integer(),
                      limitDays: Type.Integer(),
                      actualDays: Type.Integer(),
                      decidedOn: Day,
                      explanation: Type.String(),
                      explainedOn: Day,
                    },
                    strict,
                  ),
                ).properties,
              },
              strict,
            ),
          },
          'form-invalid',
          'cursor-invalid',
        ),
      },
    },
    async (request, reply) => {
      const { policy, on } = await today();
      const month = request.query.month ?? on.slice(0, 7);
      const broken = await brokenPromises(db, { zone, month }, pageRequestOf(request.query), policy);
      mayBeKept(reply);
      return { month, ...broken };
    },
  );

  async function today() {
    const now = clock().toISOString();
    const rulebook = await rulebooks.refresh();
    return { policy: rulebook.policy(rulebook.pinFor(zone, now)), on: shanghaiDate(now) };
  }
}

function mayBeKept(reply: FastifyReply): void {
  void reply.header('cache-control', `public, max-age=${keptForS}`);
}
