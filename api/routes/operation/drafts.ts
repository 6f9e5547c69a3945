import { Type } from 'typebox';
import type { JsonObject } from '../../../domain/json';
import { dropDraft, readDraft, saveDraft, type DraftPlace } from '../../../record/people/drafts';
import { findCase } from '../../../record/reading/case-reading';
import type { FastifyRequest } from 'fastify';
import type { App } from '../../app-type';
import { answers, bodyProblems, staffProblems } from '../../contract/answers';
import { notFound } from '../../contract/moves';
import { operation, tags } from '../../contract/operation';
import { NumberParams, numberOf } from '../../contract/request-parts';
import { Instant, Named, Nullable, strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'vault' | 'clock'>;

const address = '/api/cases/:number/drafts/:place';

const DraftParams = Type.Object({
  ...NumberParams.properties,
  place: Type.String({
    pattern: '^[a-z0-9/#.-]{1,160}$',
    description: 'the form, as `tip-off/verification#1`',
  }),
});

const DraftForm = Named(
  'DraftForm',
  Type.Object(
    {
      form: Type.Object(
        {},
        { additionalProperties: true, description: 'as it is typed: nothing is checked' },
      ),
    },
    strict,
  ),
);
const DraftSchema = Named(
  'Draft',
  Type.Object(
    { form: Nullable(Type.Object({}, { additionalProperties: true })), savedAt: Nullable(Instant) },
    strict,
  ),
);
const SavedSchema = Named('DraftSaved', Type.Object({ savedAt: Instant }, strict));

/** What somebody has begun to write about a case. Nobody else reads it, and it is no part of the record. */
export async function draftRoutes(app: App, deps: Deps): Promise<void> {
  readRoute(app, deps);
  saveRoute(app, deps);
  dropRoute(app, deps);
}

function readRoute(app: App, deps: Deps): void {
  app.get(
    address,
    {
      config: { access: staff(), act: 'read' },
      schema: {
        ...operation('draft', tags.cases, { zh: '本人草稿', en: 'What I have begun to write' }),
        params: DraftParams,
        response: answers({ 200: DraftSchema }, ...staffProblems, 'case-not-found'),
      },
    },
    async (request) => {
      const draft = await readDraft(deps, await placeOf(deps, request, request.params.place));
      return draft === null
        ? { form: null, savedAt: null }
        : { form: draft.form, savedAt: draft.savedAt.toISOString() };
    },
  );
}

function saveRoute(app: App, deps: Deps): void {
  app.put(
    address,
    {
      config: { access: staff(), act: 'read' },
      bodyLimit: 64 * 1024,
      schema: {
        ...operation(
          'save-draft',
          tags.cases,
          { zh: '保存草稿', en: 'Keep what I have begun to write' },
          {
            zh: '加密保存,仅本人可读,不入案卷;30 天后或案件办结后清除。',
            en: 'Sealed, read by nobody else, no part of the record; gone after 30 days, or once the case has ended.',
          },
        ),
        params: DraftParams,
        body: DraftForm,
        response: answers({ 200: SavedSchema }, ...staffProblems, ...bodyProblems, 'case-not-found'),
      },
    },
    async (request) => {
      const now = deps.clock();
      const at = await placeOf(deps, request, request.params.place);
      await saveDraft(deps, at, request.body.form as JsonObject, now);
      return { savedAt: now.toISOString() };
    },
  );
}

function dropRoute(app: App, deps: Deps): void {
  app.delete(
    address,
    {
      config: { access: staff(), act: 'read' },
      schema: {
        ...operation('drop-draft', tags.cases, {
          zh: '丢弃草稿',
          en: 'Throw away what I have begun to write',
        }),
        params: DraftParams,
        response: answers({ 204: Type.Null() }, ...staffProblems, ...bodyProblems, 'case-not-found'),
      },
    },
    async (request, reply) => {
      await dropDraft(deps.db, await placeOf(deps, request, request.params.place));
      return reply.code(204).send(null);
    },
  );
}

/** Where the caller's draft lies. Whoever may not read the case, or no longer, has none there. */
async function placeOf(deps: Deps, request: FastifyRequest, place: string): Promise<DraftPlace> {
  const actor = actorOf(request);
  const number = numberOf(request);
  const found = await findCase(deps.db, actor, number);
  if (found === null) throw await notFound(deps, request, number);
  return { accountId: actor.accountId, caseId: found.file.id, place };
}
