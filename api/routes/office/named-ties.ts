import { Type } from 'typebox';
import { enterName, liftName, liftOwnName, recusedByOwnName } from '../../../record/people/person-ties';
import type { App } from '../../app-type';
import { answers, staffProblems, writeProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { answerOf } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';
import {
  NamedTieAnswer,
  NamedTieForm,
  RecusedByName,
  RecusedByNameParams,
} from '../../contract/schemas/people-schemas';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'hashKey' | 'receipts'>;

/** Names by which a tip concerns somebody of the office, and who is recused by their own. */
export async function namedTieRoutes(app: App, deps: Deps): Promise<void> {
  nameRoute(app, deps);
  liftNameRoute(app, deps);
  recusedByNameRoute(app, deps);
  liftOwnNameRoute(app, deps);
}

function nameRoute(app: App, deps: Deps): void {
  app.post(
    '/api/recusals/names',
    {
      config: { access: staff() },
      schema: {
        ...operation('enter-name', tags.people, {
          zh: '登记近亲属等姓名(只留加密摘要)',
          en: 'Enter a name, as a relative’s: tips that give it are not the person’s. Only a keyed hash is kept',
        }),
        headers: KeyHeader,
        body: NamedTieForm,
        response: answers(
          { 201: NamedTieAnswer },
          ...staffProblems,
          ...writeProblems,
          'not-for-others',
          'person-unknown',
        ),
      },
    },
    async (request, reply) => {
      const done = await enterName(deps, request.body, actorOf(request), idempotencyOf(deps, request));
      const answer = answerOf(done);
      await deps.desk.namesChanged();
      void reply.code(201);
      return answer;
    },
  );
}

function liftNameRoute(app: App, deps: Deps): void {
  app.post(
    '/api/recusals/lifted-names',
    {
      config: { access: staff('section-chief', 'administrator') },
      schema: {
        ...operation('lift-name', tags.people, {
          zh: '撤销姓名登记',
          en: 'Lift a name that was entered; never one’s own',
        }),
        headers: KeyHeader,
        body: NamedTieForm,
        response: answers({ 200: NamedTieAnswer }, ...staffProblems, ...writeProblems, 'not-for-others'),
      },
    },
    async (request) =>
      answerOf(await liftName(deps, request.body, actorOf(request), idempotencyOf(deps, request))),
  );
}

function recusedByNameRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/recusals/by-name',
    {
      config: { access: staff('administrator') },
      schema: {
        ...operation('recused-by-name', tags.people, {
          zh: '因举报中出现姓名而回避的人员',
          en: 'Who is recused from an open tip because it gives their name',
        }),
        response: answers({ 200: Type.Array(RecusedByName) }, ...staffProblems),
      },
    },
    () => recusedByOwnName(db),
  );
}

function liftOwnNameRoute(app: App, deps: Deps): void {
  app.delete(
    '/api/recusals/by-name/:personId/:number',
    {
      config: { access: staff('administrator') },
      schema: {
        ...operation('lift-own-name', tags.people, {
          zh: '确认同名他人,解除回避',
          en: 'A tip meant another person of the same name: lift the recusal, never one’s own',
        }),
        params: RecusedByNameParams,
        headers: KeyHeader,
        response: answers(
          { 200: NamedTieAnswer },
          ...staffProblems,
          'key-missing',
          'key-malformed',
          'key-reused',
          'not-for-others',
        ),
      },
    },
    async (request) =>
      answerOf(await liftOwnName(deps, request.params, actorOf(request), idempotencyOf(deps, request))),
  );
}
