import { Type } from 'typebox';
import type { App } from '../../app-type';
import { answers } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { problems } from '../../contract/problems';
import { Bilingual, Named, strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { everybody } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'engine'>;

const pingMs = 2_000;
const lookedForMs = 500;
const unlimited = { access: everybody, rateLimit: false } as const;

const Alive = Named('Alive', Type.Object({ status: Type.Literal('ok') }, strict));
const Ready = Named(
  'Ready',
  Type.Object(
    {
      status: Type.String({ enum: ['ready', 'not-ready'] }),
      database: Type.Boolean(),
      engine: Type.Boolean({ description: 'Temporal; reported, not needed' }),
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

function readinessRoute(app: App, { db, engine }: Deps): void {
  const look = sharedForMs(lookedForMs, () =>
    Promise.all([
      withinMs(
        pingMs,
        db.$queryRaw`SELECT 1`.then(() => true),
      ),
      engine === undefined ? false : withinMs(pingMs, engine()),
    ]),
  );
  app.get(
    '/readyz',
    {
      config: unlimited,
      schema: {
        ...operation('readyz', tags.system, { zh: '就绪', en: 'PostgreSQL answers' }),
        response: answers({ 200: Ready, 503: Ready }),
      },
    },
    async (_request, reply) => {
      const [database, temporal] = await look();
      void reply.code(database ? 200 : 503);
      return { status: database ? 'ready' : 'not-ready', database, engine: temporal };
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

/** Shares one check among all who ask within this time, since everybody may ask as often as they like. */
function sharedForMs<T>(ms: number, look: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly seen: Promise<T> } | null = null;
  return () => {
    const now = performance.now();
    if (last === null || now - last.at > ms) last = { at: now, seen: look() };
    return last.seen;
  };
}

async function withinMs(ms: number, answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([answer.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
