import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { htmlOf, type PageContent } from '../../web/public/page';
import { problemPage } from '../../web/public/problem';
import { style } from '../../web/public/style';
import { languageAskedFor, languageTags, type Language } from '../contract/language';
import { problems, type ProblemCode } from '../contract/problem-codes';
import type { ProblemExtras } from '../contract/problems';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers a page for people: its problems are pages too. */
    page?: boolean;
  }
}

const styleHash = createHash('sha256').update(style).digest('base64');
/** No script, no picture, nothing from elsewhere; what is filled in goes to the office alone. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`;

/** The language of a page: what its address says, else what the browser asks for. */
export function pageLanguage({ query, headers }: FastifyRequest): Language {
  const { lang } = (query ?? {}) as { readonly lang?: unknown };
  return lang === 'zh' || lang === 'en' ? lang : languageAskedFor(headers['accept-language']);
}

/** Answers a page, which no cache keeps. */
export function sendPage(reply: FastifyReply, content: PageContent, status = 200): FastifyReply {
  return (
    reply
      .code(status)
      .header('content-security-policy', policy)
      .header('content-language', languageTags[content.language])
      .header('cache-control', 'no-store')
      // Without it browsers would say of a form of ours that it came from nowhere.
      .header('referrer-policy', 'same-origin')
      .type('text/html; charset=utf-8')
      .send(htmlOf(content))
  );
}

/** Whether a route answers pages. */
export function isPage({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config.page === true;
}

/** Whether somebody looks at what is answered where there is no route: a browser asks for a page. */
export function wantsPage({ url, headers }: FastifyRequest): boolean {
  return !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html');
}

/** Answers a problem as a page. */
export function sendProblemPage(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  { retryAfterS }: ProblemExtras = {},
): FastifyReply {
  const { status, zh, en } = problems[code];
  if (retryAfterS !== undefined) void reply.header('retry-after', String(retryAfterS));
  const language = pageLanguage(request);
  const again = retryAfterS ?? null;
  return sendPage(reply, problemPage({ language, title: { zh, en }, again, instance: request.id }), status);
}
