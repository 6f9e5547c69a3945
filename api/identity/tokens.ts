import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { absoluteMs } from '../../record/people/people';
import type { ApiSettings } from '../deps';

/**
 * How a session token was presented: as a cookie, which a browser sends by itself, or as a header, which a program
 * sets.
 */
export interface PresentedToken {
  readonly token: string;
  readonly by: 'cookie' | 'bearer';
}

const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** The token of a request, or null where there is none that could be one. */
export function tokenOf(request: FastifyRequest, settings: ApiSettings): PresentedToken | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? '';
    return tokenPattern.test(token) ? { token, by: 'bearer' } : null;
  }
  const token = request.cookies[cookieName(settings)] ?? '';
  return tokenPattern.test(token) ? { token, by: 'cookie' } : null;
}

/** `__Host-` binds a cookie to this very host; browsers take that name over https only. */
export function cookieName(settings: ApiSettings): string {
  return `${hostPrefix(settings)}anjie-session`;
}

/** Of the name of a cookie. */
export function hostPrefix(settings: ApiSettings): string {
  return isHttps(settings) ? '__Host-' : '';
}

function isHttps({ publicUrl }: ApiSettings): boolean {
  return publicUrl.startsWith('https:');
}

/** Gives the browser its session as a cookie. */
export function setTokenCookie(reply: FastifyReply, settings: ApiSettings, token: string): void {
  void reply.setCookie(cookieName(settings), token, {
    ...cookieOptions(settings),
    maxAge: absoluteMs / 1000,
  });
}

/** Removes the session cookie from the browser. */
export function clearTokenCookie(reply: FastifyReply, settings: ApiSettings): void {
  void reply.clearCookie(cookieName(settings), cookieOptions(settings));
}

/** A cookie for this host alone, which no script reads and no other site sends. */
export function cookieOptions(settings: ApiSettings) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: isHttps(settings) } as const;
}

/** Which pages may make a browser write here with its cookie. */
export function allowedOrigins({ publicUrl, temporalUiUrl }: ApiSettings) {
  const own = [new URL(publicUrl), new URL(temporalUiUrl)].flatMap((url) => [
    url.origin,
    ...loopbackAliases(url),
  ]);
  return {
    allows(request: FastifyRequest): boolean {
      const { origin } = request.headers;
      // Not every browser sends Origin; those that leave it out tell the site of the page instead.
      if (origin === undefined) return request.headers['sec-fetch-site'] === 'same-origin';
      return own.includes(origin);
    },
    /**
     * Whether a form may have been sent by a page of the office. Browsers that say from which site it came are
     * believed, since no page can make them say otherwise; old ones may say nothing.
     */
    mayComeFromOwnPage({ headers }: FastifyRequest): boolean {
      const { origin, 'sec-fetch-site': site } = headers;
      if (site !== undefined) return site === 'same-origin' || site === 'none';
      return origin === undefined || own.includes(origin);
    },
  };
}

/** The same address with the other names of this machine, since a developer may open either. */
function loopbackAliases(url: URL): string[] {
  const names = ['localhost', '127.0.0.1'];
  return names.includes(url.hostname)
    ? names.map((name) => `${url.protocol}//${name}${url.port === '' ? '' : `:${url.port}`}`)
    : [];
}
