import { Type } from 'typebox';
import type { App } from '../../app-type';
import { answers } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { problems } from '../../contract/problem-codes';
import { Bilingual, Named, strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { standingFaults, warningFaults, type StandingFault } from '../../../record/operation/readiness';
import { everybody } from '../../identity/access';

type Deps = Pick<ApiDeps, 'standing'>;

/** Without Temporal the API works on, and the workflows catch up: everybody can still hand in and decide. */
const bearable: readonly StandingFault[] = ['engine-away', ...warningFaults];

const unlimited = { access: everybody, rateLimit: false } as const;

const Alive = Named('Alive', Type.Object({ status: Type.Literal('ok') }, strict));
const Ready = Named(
  'Ready',
  Type.Object(
    {
      status: Type.String({ enum: ['ready', 'not-ready'] }),
      database: Type.Boolean({ description: 'PostgreSQL answers' }),
      engine: Type.Boolean({ description: 'Temporal answers; reported, not needed' }),
      faults: Type.Array(Type.String({ enum: [...standingFaults] }), {
        description: `what does not hold; the API is ready where it is only some of ${bearable.join(', ')}`,
      }),
    },
    strict,
  ),
);
const ProblemKind = Named(
  'ProblemKind',
  Type.Object({ code: Type.String(), status: Type.Integer(), title: Bilingual }, strict),
);

/** For those who run the system: whether it is alive, whether it is ready, and what its codes mean. */
export async function serviceRoutes(app: App, deps: Deps): Promise<void> {
  healthRoute(app);
  readinessRoute(app, deps);
  problemListRoute(app);
  problemRoute(app);
}

function healthRoute(app: App): void {
  app.get(
    '/healthz',
    {
      config: unlimited,
      schema: {
        ...operation('healthz', tags.system, { zh: '存活', en: 'The process runs' }),
        response: answers({ 200: Alive }),
      },
    },
    () => ({ status: 'ok' as const }),
  );
}

function readinessRoute(app: App, { standing }: Deps): void {
  app.get(
    '/readyz',
    {
      config: unlimited,
      schema: {
        ...operation('readyz', tags.system, {
          zh: '就绪',
          en: 'The API can work: database, migrations, keys, search attributes',
        }),
        response: answers({ 200: Ready, 503: Ready }),
      },
    },
    async (_request, reply) => {
      const { faults } = await standing();
      const ready = faults.every((fault) => bearable.includes(fault));
      void reply.code(ready ? 200 : 503);
      return {
        status: ready ? 'ready' : 'not-ready',
        database: !faults.includes('database-away'),
        engine: !faults.includes('engine-away'),
        faults: [...faults],
      };
    },
  );
}

function problemListRoute(app: App): void {
  app.get(
    '/problems',
    {
      config: { access: everybody },
      schema: {
        ...operation('problems', tags.system, {
          zh: '错误代码列表',
          en: 'Every code that a refusal can carry',
        }),
        response: answers({ 200: Type.Array(ProblemKind) }),
      },
    },
    () => problemKinds,
  );
}

function problemRoute(app: App): void {
  app.get(
    '/problems/:code',
    {
      config: { access: everybody },
      schema: {
        ...operation('problem', tags.system, { zh: '错误代码', en: 'One code' }),
        params: Type.Object({ code: Type.String({ pattern: '^[a-z-]{1,60}$' }) }),
        response: answers({ 200: ProblemKind }, 'route-not-found'),
      },
    },
    (request, reply) => {
      const found = problemKinds.find(({ code }) => code === request.params.code);
      if (found !== undefined) return found;
      reply.callNotFound();
      return reply;
    },
  );
}

const problemKinds = Object.entries(problems).map(([code, { status, zh, en }]) => ({
  code,
  status,
  title: { zh, en },
}));
