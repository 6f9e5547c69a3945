import type { App } from '../../app-type';
import { answers, content, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import type { ApiDeps } from '../../deps';
import { staff } from '../../identity/access';
import { LiveStreams } from '../../identity/live-streams';
import { tokenOf } from '../../identity/tokens';

type Deps = Pick<ApiDeps, 'db' | 'clock' | 'settings' | 'moves'>;

/** What moves while somebody looks, as a stream of server-sent events. */
export async function eventRoutes(app: App, { moves, ...deps }: Deps): Promise<void> {
  const streams = new LiveStreams({ ...deps, moves });
  // A stream never ends by itself: without this the process would wait for its readers.
  app.addHook('preClose', async () => {
    streams.close();
    await moves.close();
  });
  app.get(
    '/api/events',
    {
      config: { access: staff() },
      schema: {
        ...operation(
          'events',
          tags.cases,
          { zh: '实时变化', en: 'What moves, as it moves' },
          {
            zh: '服务器推送(SSE)。`moved`:有变化且本人可见的案件编号;`refetch`:可能漏报,请重新读取。每两秒一批;会话结束即断开,不延长会话。',
            en: 'Server-sent events. `moved` names cases that have moved and that the reader may see; `refetch` says that some may have been missed. In batches of two seconds; ends with the session, and does not prolong it.',
          },
        ),
        response: answers(
          { 200: content('text/event-stream', 'the stream; it ends with the session') },
          ...staffProblems,
          'overloaded',
        ),
      },
    },
    (request, reply) => {
      const stream = streams.open(tokenOf(request, deps.settings)?.token ?? '');
      if (stream === null) throw new ProblemError('overloaded', { retryAfterS: 30 });
      return (
        reply
          .type('text/event-stream; charset=utf-8')
          // A proxy that gathers answers would keep it all to itself.
          .header('x-accel-buffering', 'no')
          .send(stream)
      );
    },
  );
}
