import { acknowledge } from '../../../record/messages/acknowledging';
import { findCase } from '../../../record/reading/case-reading';
import { messageList } from '../../../record/reading/lists/undelivered';
import type { Rulebooks } from '../../../record/store/rulebook';
import type { App } from '../../app-type';
import { answers, bodyProblems, staffProblems } from '../../contract/answers';
import { notFound } from '../../contract/moves';
import { operation, tags } from '../../contract/operation';
import { NumberParams, numberOf, pageRequestOf } from '../../contract/request-parts';
import { AcknowledgedSchema, MessagePage, MessageQuery } from '../../contract/schemas/message-schemas';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

interface Deps extends Pick<ApiDeps, 'db' | 'clock'> {
  readonly rulebooks: Rulebooks;
}

/** Whom messages have not reached, and that somebody takes note of one. */
export async function messageRoutes(app: App, deps: Deps): Promise<void> {
  messageListRoute(app, deps);
  acknowledgementRoute(app, deps);
}

function messageListRoute(app: App, { db, rulebooks }: Deps): void {
  app.get(
    '/api/worklist/messages',
    {
      config: { access: staff() },
      schema: {
        ...operation(
          'worklist-messages',
          tags.cases,
          { zh: '未送达的消息', en: 'Messages that did not reach whom they were meant for' },
          {
            zh: '谁未收到、以何种方式、自何时起、由谁确认;也可列出待本人确认的消息。',
            en: 'Who was not reached, by which means, since when, and who has acknowledged; also what waits for one’s own acknowledgement.',
          },
        ),
        querystring: MessageQuery,
        response: answers({ 200: MessagePage }, ...staffProblems, 'cursor-invalid'),
      },
    },
    (request) => {
      const { scope = 'undelivered' } = request.query;
      return messageList({ db, rulebooks }, actorOf(request), scope, pageRequestOf(request.query));
    },
  );
}

function acknowledgementRoute(app: App, deps: Deps): void {
  app.post(
    '/api/cases/:number/acknowledgement',
    {
      config: { access: staff(), act: 'acknowledge' },
      schema: {
        ...operation(
          'acknowledge',
          tags.cases,
          { zh: '确认收到', en: 'Take note of the messages about a case' },
          {
            zh: '首位确认者即代表全部收件人,消息不再转交;重复确认没有影响。打开案件同样视为确认。',
            en: 'The first one does it for all: the messages are not passed on any more. Doing it twice changes nothing, and opening the case does the same.',
          },
        ),
        params: NumberParams,
        response: answers({ 200: AcknowledgedSchema }, ...staffProblems, ...bodyProblems, 'case-not-found'),
      },
    },
    async (request) => {
      const { db, clock } = deps;
      const [actor, number] = [actorOf(request), numberOf(request)];
      if ((await findCase(db, actor, number)) === null) throw await notFound(deps, request, number);
      return { messages: await acknowledge(db, { number, actor, how: 'given', now: clock() }) };
    },
  );
}
