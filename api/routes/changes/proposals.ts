import { approvalRefusals } from '../../../domain/office/catalogue';
import { approvalAct } from '../../../domain/office/strong-acts';
import type { OfficeDesk } from '../../../record/office/office-desk';
import { proposals } from '../../../record/office/office-reading';
import type { App } from '../../app-type';
import { answers, sameBytes, staffProblems, strongProblems, writeProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { idempotencyOf, KeyHeader, pageRequestOf } from '../../contract/request-parts';
import {
  ApprovalForm,
  ChangeInForce,
  ProposalEnded,
  ProposalPage,
  ProposalParams,
  ProposalQuery,
  RefusalForm,
  TakingBackForm,
} from '../../contract/schemas/office-schemas';
import { actorOf, staff } from '../../identity/access';
import { officeDeskOf, toldChange, type OfficeRouteDeps } from './told-change';

/** Changes of the office that one person has asked for: another puts them in force or refuses them. */
export async function proposalRoutes(app: App, deps: OfficeRouteDeps): Promise<void> {
  const desk = officeDeskOf(deps);
  listRoute(app, deps);
  approvalRoute(app, deps, desk);
  refusalRoute(app, deps, desk);
  takingBackRoute(app, deps, desk);
}

function listRoute(app: App, { db }: OfficeRouteDeps): void {
  app.get(
    '/api/office/proposals',
    {
      config: { access: staff() },
      schema: {
        ...operation('office-proposals', tags.office, {
          zh: '待批准的变更(及已失效的)',
          en: 'Changes that wait for a second person, or have lapsed: for me, or my own, newest first',
        }),
        querystring: ProposalQuery,
        response: answers({ 200: ProposalPage }, ...staffProblems, 'cursor-invalid'),
      },
    },
    (request) => {
      const { whose = 'waiting', state = 'open', ...page } = request.query;
      return proposals(db, { actor: actorOf(request), whose, state }, pageRequestOf(page));
    },
  );
}

function approvalRoute(app: App, deps: OfficeRouteDeps, desk: OfficeDesk): void {
  app.post(
    '/api/office/proposals/:id/approval',
    {
      ...sameBytes,
      config: { access: staff(), act: approvalAct },
      schema: {
        ...operation('approve-proposal', tags.office, {
          zh: '批准变更(须为另一人,亦非当事人)',
          en: 'Put a change in force: by another natural person than asked for it, and than it is about',
        }),
        params: ProposalParams,
        headers: KeyHeader,
        body: ApprovalForm,
        response: answers(
          { 201: ChangeInForce },
          ...staffProblems,
          ...writeProblems,
          ...strongProblems(approvalAct),
          ...approvalRefusals,
        ),
      },
    },
    async (request, reply) => {
      const [proposal, actor] = [request.params.id, actorOf(request)];
      const done = await desk.approve({ proposal, actor, idempotency: idempotencyOf(deps, request) });
      return toldChange(deps, request, reply, done);
    },
  );
}

function refusalRoute(app: App, deps: OfficeRouteDeps, desk: OfficeDesk): void {
  app.post(
    '/api/office/proposals/:id/refusal',
    {
      ...sameBytes,
      config: { access: staff(), act: 'office/refusal' },
      schema: {
        ...operation('refuse-proposal', tags.office, {
          zh: '不批准变更',
          en: 'Refuse a change that was asked for, with a reason',
        }),
        params: ProposalParams,
        headers: KeyHeader,
        body: RefusalForm,
        response: answers(
          { 201: ProposalEnded },
          ...staffProblems,
          ...writeProblems,
          'proposal-not-found',
          'proposal-decided',
          'proposal-lapsed',
          'same-person',
          'record-not-as-written',
        ),
      },
    },
    async (request, reply) => {
      const [proposal, actor] = [request.params.id, actorOf(request)];
      const { reason } = request.body;
      const done = await desk.refuse({ proposal, actor, reason, idempotency: idempotencyOf(deps, request) });
      return toldChange(deps, request, reply, done);
    },
  );
}

function takingBackRoute(app: App, deps: OfficeRouteDeps, desk: OfficeDesk): void {
  app.post(
    '/api/office/proposals/:id/taking-back',
    {
      ...sameBytes,
      config: { access: staff(), act: 'office/taking-back' },
      schema: {
        ...operation('take-back-proposal', tags.office, {
          zh: '撤回本人提出的变更',
          en: 'Take back a change that one has asked for oneself',
        }),
        params: ProposalParams,
        headers: KeyHeader,
        body: TakingBackForm,
        response: answers(
          { 201: ProposalEnded },
          ...staffProblems,
          ...writeProblems,
          'proposal-not-found',
          'proposal-decided',
          'proposal-lapsed',
          'not-for-others',
          'record-not-as-written',
        ),
      },
    },
    async (request, reply) => {
      const [proposal, actor] = [request.params.id, actorOf(request)];
      const done = await desk.takeBack({ proposal, actor, idempotency: idempotencyOf(deps, request) });
      return toldChange(deps, request, reply, done);
    },
  );
}
