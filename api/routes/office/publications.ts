import { publicationRefusals } from '../../../domain/moves/refusals';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { StaffActor } from '../../../domain/role';
import {
  deliverNotices,
  preview,
  publish,
  withdrawPublication,
} from '../../../record/notices/notice-publishing';
import {
  addressees,
  publication,
  publications,
  receivedNotices,
} from '../../../record/notices/notice-reading';
import { Rulebooks } from '../../../record/store/rulebook';
import { zoneOfUnit } from '../../../record/store/zones';
import type { App } from '../../app-type';
import { answers, bodyProblems, sameBytes, staffProblems, writeProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { answerOf, ProblemError, problemOf } from '../../contract/problems';
import {
  AddresseePage,
  PreviewForm,
  PublicationForm,
  PublicationPage,
  PublicationParams,
  PublicationSchema,
  PublishedSchema,
  ReceivedNoticePage,
  State,
  TargetsPreview,
  WithdrawalForm,
  WithdrawnSchema,
} from '../../contract/schemas/publication-schemas';
import { idempotencyOf, KeyHeader, PageQuery, pageRequestOf } from '../../contract/request-parts';
import { strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock' | 'desk' | 'hashKey' | 'receipts' | 'vault'>;

const byEditor = { access: staff('policy-editor') };
const byReaders = { access: staff('policy-editor', 'section-chief', 'approver', 'auditor') };

/** How many notices are opened before the answer is given; the worker's rounds open the rest. */
const outAtOnce = 20;

/** What the bureau publishes to firms, which firms it reaches, and what they have read. */
export async function publicationRoutes(app: App, deps: Deps): Promise<void> {
  previewRoute(app, deps);
  publishRoute(app, deps);
  withdrawalRoute(app, deps);
  publicationListRoute(app, deps);
  publicationRoute(app, deps);
  addresseesRoute(app, deps);
  receivedNoticesRoute(app, deps);
}

// --- publishing ---------------------------------------------------------------------------------

function previewRoute(app: App, { db }: Deps): void {
  app.post(
    '/api/publications/preview',
    {
      config: byEditor,
      schema: {
        ...operation('preview-publication', tags.publications, {
          zh: '告知范围预览',
          en: 'Whom an audience would reach. Writes nothing.',
        }),
        body: PreviewForm,
        response: answers(
          { 200: TargetsPreview },
          ...staffProblems,
          ...bodyProblems,
          'enterprise-unknown',
          'nobody-targeted',
        ),
      },
    },
    async (request) => {
      const { recusedFrom } = actorOf(request);
      const meant = await preview(db, request.body.audience);
      if (!meant.ok) throw problemOf(meant.refusal);
      return {
        targeted: meant.value.length,
        reachable: meant.value.filter(({ reachable }) => reachable).length,
        enterprises: meant.value.filter(({ id }) => !recusedFrom.includes(id)),
      };
    },
  );
}

function publishRoute(app: App, deps: Deps): void {
  const rulebooks = new Rulebooks(deps.db);
  app.post(
    '/api/publications',
    {
      ...sameBytes,
      config: byEditor,
      schema: {
        ...operation('publish', tags.publications, {
          zh: '发布告知',
          en: 'Publish; every firm that is meant gets one notice of its own. `GET /api/publications/{id}` shows how many are still `waiting`.',
        }),
        headers: KeyHeader,
        body: PublicationForm,
        response: answers(
          { 201: PublishedSchema },
          ...staffProblems,
          ...writeProblems,
          ...publicationRefusals,
        ),
      },
    },
    async (request, reply) => {
      const { db, vault, receipts, clock } = deps;
      const actor = actorOf(request);
      const done = await publish(db, request.body, actor, {
        policy: await policyOf(deps, rulebooks, actor),
        vault,
        receipts,
        now: clock(),
        idempotency: idempotencyOf(deps, request),
      });
      const answer = answerOf(done);
      await deliverAtOnce(request, deps, answer.id);
      void reply.code(201);
      return answer;
    },
  );
}

async function policyOf({ db, clock }: Deps, rulebooks: Rulebooks, { unit }: StaffActor) {
  return rulebooks.lawIn(await zoneOfUnit(db, unit), clock().toISOString());
}

function withdrawalRoute(app: App, deps: Deps): void {
  const rulebooks = new Rulebooks(deps.db);
  app.post(
    '/api/publications/:id/withdrawal',
    {
      ...sameBytes,
      config: { access: staff('section-chief') },
      schema: {
        ...operation('withdraw-publication', tags.publications, {
          zh: '撤回告知',
          en: 'Take a publication of your unit back, and every notice of it that is still open',
        }),
        params: PublicationParams,
        headers: KeyHeader,
        body: WithdrawalForm,
        response: answers(
          { 200: WithdrawnSchema },
          ...staffProblems,
          ...writeProblems,
          'publication-not-found',
          'publication-withdrawn',
          'words-of-the-tip',
        ),
      },
    },
    async (request) => {
      const { db, vault, receipts, clock } = deps;
      const actor = actorOf(request);
      const withdrawal = { id: request.params.id, reason: request.body.reason };
      const done = await withdrawPublication(db, withdrawal, actor, {
        policy: await policyOf(deps, rulebooks, actor),
        vault,
        receipts,
        now: clock(),
        idempotency: idempotencyOf(deps, request),
      });
      const answer = answerOf(done);
      await deliverAtOnce(request, deps, answer.id);
      return answer;
    },
  );
}

/** The first of them at once. What is published stands, whatever becomes of one notice: the worker tries it again. */
async function deliverAtOnce(
  request: FastifyRequest,
  { db, desk }: Pick<Deps, 'db' | 'desk'>,
  publicationId: string,
): Promise<void> {
  await deliverNotices(db, desk, { publicationId, atMost: outAtOnce }).catch((error: unknown) => {
    request.log.warn({ event: 'delivery-failed', error });
  });
}

// --- reading ------------------------------------------------------------------------------------

function publicationListRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/publications',
    {
      config: byReaders,
      schema: {
        ...operation('publications', tags.publications, {
          zh: '告知列表',
          en: 'What was published, newest first, with how many firms have read it or not',
        }),
        querystring: Type.Object(PageQuery, strict),
        response: answers({ 200: PublicationPage }, ...staffProblems, 'cursor-invalid'),
      },
    },
    (request) => publications(db, pageRequestOf(request.query)),
  );
}

function publicationRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/publications/:id',
    {
      config: byReaders,
      schema: {
        ...operation('publication', tags.publications, {
          zh: '告知详情',
          en: 'A publication as it was published, and how far it has come',
        }),
        params: PublicationParams,
        response: answers({ 200: PublicationSchema }, ...staffProblems, 'publication-not-found'),
      },
    },
    async (request) => {
      const reading = await publication(db, request.params.id);
      if (reading === null) throw new ProblemError('publication-not-found');
      return reading;
    },
  );
}

function addresseesRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/publications/:id/enterprises',
    {
      config: byReaders,
      schema: {
        ...operation('publication-enterprises', tags.publications, {
          zh: '送达情况',
          en: 'Its firms by name: who has read it and when, who was reminded, whom it still waits for',
        }),
        params: PublicationParams,
        querystring: Type.Object({ ...PageQuery, state: Type.Optional(State) }, strict),
        response: answers(
          { 200: AddresseePage },
          ...staffProblems,
          'cursor-invalid',
          'publication-not-found',
        ),
      },
    },
    async (request) => {
      const { id } = request.params;
      const { state: only = null, ...page } = request.query;
      if ((await db.publication.count({ where: { id } })) === 0)
        throw new ProblemError('publication-not-found');
      const { recusedFrom } = actorOf(request);
      return addressees(db, { id, only, recusedFrom }, pageRequestOf(page));
    },
  );
}

function receivedNoticesRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/enterprise/notices',
    {
      config: { access: staff('enterprise-contact') },
      schema: {
        ...operation('received-notices', tags.publications, {
          zh: '本企业收到的告知',
          en: 'What was published to my enterprise, unread first; confirm with the decision `notice/receipt`',
        }),
        querystring: Type.Object(PageQuery, strict),
        response: answers({ 200: ReceivedNoticePage }, ...staffProblems, 'cursor-invalid'),
      },
    },
    (request) => {
      const { enterpriseId } = actorOf(request);
      return enterpriseId === null
        ? { items: [], nextCursor: null }
        : receivedNotices(db, enterpriseId, pageRequestOf(request.query));
    },
  );
}
