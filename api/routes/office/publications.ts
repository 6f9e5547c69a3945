import { Type } from 'typebox';
import { Form } from '../../../domain/case/form';
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
  type NoticeState,
} from '../../../record/notices/notice-reading';
import { Rulebooks } from '../../../record/store/rulebook';
import { actorOf, staff } from '../../identity/access';
import { answers, pageSchema, sameBytes, staffProblems, strict, writeProblems } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { ProblemError, problemOf } from '../../contract/problems';
import {
  AddresseeSchema,
  AudienceForm,
  PublicationForm,
  PublicationLineSchema,
  PublicationParams,
  PublicationSchema,
  ReceivedNoticeSchema,
  State,
  TargetsPreview,
  WithdrawalForm,
} from '../../contract/publication-schemas';
import { idempotencyOf, KeyHeader, PageQuery, pageRequestOf } from '../../contract/request-parts';

const tags = ['告知 Notices'];
const byEditor = { access: staff('policy-editor') };
const byReaders = { access: staff('policy-editor', 'section-chief', 'approver', 'auditor') };

/** So many notices are out when the answer is given; the worker's rounds open the rest. */
const outAtOnce = 20;

/** What the bureau publishes to firms, whom it reaches, and what they have read. */
export function publicationRoutes(app: App, deps: ApiDeps): void {
  const { db, clock, desk } = deps;
  const rulebooks = new Rulebooks(db);

  app.post(
    '/api/publications/preview',
    {
      config: byEditor,
      schema: {
        tags,
        operationId: 'preview-publication',
        summary: '告知范围预览 Whom an audience would reach. Writes nothing.',
        body: Form({ audience: AudienceForm }),
        response: answers(
          { 200: TargetsPreview },
          ...staffProblems,
          'body-malformed',
          'form-invalid',
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

  app.post(
    '/api/publications',
    {
      ...sameBytes,
      config: byEditor,
      schema: {
        tags,
        operationId: 'publish',
        summary:
          '发布告知 Publish; every firm that is meant gets one notice of its own. `GET /api/publications/{id}` shows how many are still `waiting`.',
        headers: KeyHeader,
        body: PublicationForm,
        response: answers(
          { 201: Type.Object({ id: Type.String(), targeted: Type.Integer() }, strict) },
          ...staffProblems,
          ...writeProblems,
          'enterprise-unknown',
          'conflict-of-interest',
          'nobody-targeted',
          'project-type-unknown',
          'inspection-unpublished',
        ),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const idempotency = idempotencyOf(deps, request);
      const policy = await policyOf(actor);
      const done = await publish(db, request.body, actor, {
        policy,
        now: clock(),
        idempotency,
      });
      if (!done.ok)
        throw done.refusal === 'key-reused' ? new ProblemError('key-reused') : problemOf(done.refusal);
      await deliverNotices(db, desk, { publicationId: done.answer.id, atMost: outAtOnce });
      void reply.code(201);
      return done.answer;
    },
  );

  app.post(
    '/api/publications/:id/withdrawal',
    {
      ...sameBytes,
      config: { access: staff('section-chief') },
      schema: {
        tags,
        operationId: 'withdraw-publication',
        summary: '撤回告知 Take a publication of your unit back, and every notice of it that is still open',
        params: PublicationParams,
        headers: KeyHeader,
        body: WithdrawalForm,
        response: answers(
          { 200: Type.Object({ id: Type.String() }, strict) },
          ...staffProblems,
          ...writeProblems,
          'publication-not-found',
          'publication-withdrawn',
        ),
      },
    },
    async (request) => {
      const idempotency = idempotencyOf(deps, request);
      const withdrawal = { id: request.params.id, reason: request.body.reason };
      const done = await withdrawPublication(db, withdrawal, actorOf(request), { now: clock(), idempotency });
      if (!done.ok) throw new ProblemError(done.refusal);
      await deliverNotices(db, desk, { publicationId: done.answer.id, atMost: outAtOnce });
      return done.answer;
    },
  );

  app.get(
    '/api/publications',
    {
      config: byReaders,
      schema: {
        tags,
        operationId: 'publications',
        summary: '告知列表 What was published, newest first, with how many firms have read it or not',
        querystring: Type.Object(PageQuery, strict),
        response: answers(
          { 200: pageSchema(PublicationLineSchema) },
          ...staffProblems,
          'form-invalid',
          'cursor-invalid',
        ),
      },
    },
    (request) => publications(db, pageRequestOf(request.query)),
  );

  app.get(
    '/api/publications/:id',
    {
      config: byReaders,
      schema: {
        tags,
        operationId: 'publication',
        summary: '告知详情 A publication as it was published, and how far it has come',
        params: PublicationParams,
        response: answers(
          { 200: PublicationSchema },
          ...staffProblems,
          'form-invalid',
          'publication-not-found',
        ),
      },
    },
    async (request) => {
      const reading = await publication(db, request.params.id);
      if (reading === null) throw new ProblemError('publication-not-found');
      return reading;
    },
  );

  app.get(
    '/api/publications/:id/enterprises',
    {
      config: byReaders,
      schema: {
        tags,
        operationId: 'publication-enterprises',
        summary:
          '送达情况 Its firms by name: who has read it and when, who was reminded, whom it still waits for',
        params: PublicationParams,
        querystring: Type.Object({ ...PageQuery, state: Type.Optional(State) }, strict),
        response: answers(
          { 200: pageSchema(AddresseeSchema) },
          ...staffProblems,
          'form-invalid',
          'cursor-invalid',
          'publication-not-found',
        ),
      },
    },
    async (request) => {
      const { id } = request.params;
      const { state = null, ...page } = request.query;
      if ((await db.publication.count({ where: { id } })) === 0)
        throw new ProblemError('publication-not-found');
      const { recusedFrom } = actorOf(request);
      return addressees(db, { id, only: state as NoticeState | null, recusedFrom }, pageRequestOf(page));
    },
  );

  app.get(
    '/api/enterprise/notices',
    {
      config: { access: staff('enterprise-contact') },
      schema: {
        tags,
        operationId: 'received-notices',
        summary:
          '本企业告知 What was published to my enterprise, unread first; confirm with the decision `notice/receipt`',
        querystring: Type.Object(PageQuery, strict),
        response: answers(
          { 200: pageSchema(ReceivedNoticeSchema) },
          ...staffProblems,
          'form-invalid',
          'cursor-invalid',
        ),
      },
    },
    (request) => {
      const { enterpriseId } = actorOf(request);
      return enterpriseId === null
        ? { items: [], nextCursor: null }
        : receivedNotices(db, enterpriseId, pageRequestOf(request.query));
    },
  );

  async function policyOf({ unit }: StaffActor) {
    const { zone } = await db.unit.findUniqueOrThrow({ where: { id: unit }, select: { zone: true } });
    const rulebook = await rulebooks.refresh();
    return rulebook.policy(rulebook.pinFor(zone, clock().toISOString()));
  }
}
