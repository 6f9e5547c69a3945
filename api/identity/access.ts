import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Role, StaffActor } from '../../domain/role';
import { strongActs } from '../../domain/office/strong-acts';
import { signedInBy, type SignedIn } from '../../record/people/people';
import type { ApiDeps } from '../deps';
import { ProblemError } from '../contract/problems';
import { allowedOrigins, tokenOf } from './tokens';

/** Who may call a route. Every route declares it; one that does not is refused when the program starts. */
export type Access =
  /** Everybody: for documentation and health, where nothing is about anybody. */
  | { readonly who: 'everybody' }
  /** The holder of a receipt code, without an account; nothing of the caller is logged or kept. */
  | { readonly who: 'reporter' }
  /** Somebody signed in; with `roles`, one who holds one of them. The desk judges who may act on which case. */
  | { readonly who: 'staff'; readonly roles: readonly Role[] | null };

export const everybody: Access = { who: 'everybody' };
export const reporter: Access = { who: 'reporter' };
export const staff = (...roles: readonly Role[]): Access => ({
  who: 'staff',
  roles: roles.length > 0 ? roles : null,
});

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** The act under which a refusal on this route is entered: a step id, `act/<act>`, or a fixed word. */
    act?: string;
    /** Open also to who is signed in with a one-time password and has to choose one of their own. */
    withOneTimePassword?: boolean;
    /** Has a door of its own, which bounds what a flood costs and locks nobody out. */
    ownDoor?: boolean;
  }
  interface FastifyRequest {
    signedIn: SignedIn | null;
  }
}

/** Routes of plugins, which cannot declare their access themselves. */
const pluginRoutes: readonly { readonly prefix: string; readonly access: Access }[] = [
  { prefix: '/docs', access: everybody },
  { prefix: '/console', access: everybody },
];

/** Denies by default: no route without an access rule, and every rule asked before anything of the body is read. */
export function fenceRoutes(
  app: FastifyInstance,
  { db, clock, settings }: Pick<ApiDeps, 'db' | 'clock' | 'settings'>,
): void {
  const origins = allowedOrigins(settings);
  app.decorateRequest('signedIn', null);

  app.addHook('onRoute', (route) => {
    const plugin = pluginRoutes.find(
      ({ prefix }) => route.url === prefix || route.url.startsWith(`${prefix}/`),
    );
    const access = route.config?.access ?? plugin?.access;
    if (access === undefined) throw new Error(`${String(route.method)} ${route.url} declares no access`);
    route.config = { ...route.config, access };
  });

  app.addHook('onRequest', async (request) => {
    const { access = everybody, withOneTimePassword = false } = request.routeOptions.config;
    switch (access.who) {
      case 'everybody':
      case 'reporter':
        return;
      case 'staff':
        await signIn(request);
        if (request.signedIn === null) throw new ProblemError('not-logged-in');
        if (request.signedIn.mustChangePassword && !withOneTimePassword)
          throw new ProblemError('password-to-be-changed');
        if (access.roles && !access.roles.some((role) => request.signedIn?.actor.roles.includes(role))) {
          throw new ProblemError('role-missing', { detail: `needs one of: ${access.roles.join(', ')}` });
        }
        assertStrong(request.routeOptions.config.act, request.signedIn);
    }
  });

  /** Acts that weigh are not done with a stolen session: a code of the second factor was shown in it just now. */
  function assertStrong(act: string | undefined, { secondFactor, strongUntil }: SignedIn): void {
    if (act === undefined || !strongActs.has(act)) return;
    if (strongUntil !== null && strongUntil > clock()) return;
    if (secondFactor) throw new ProblemError('second-factor-needed');
    if (settings.secondFactor === 'required') throw new ProblemError('second-factor-not-enrolled');
  }

  async function signIn(request: FastifyRequest): Promise<void> {
    const presented = tokenOf(request, settings);
    if (presented === null) return;
    // A browser sends the cookie along by itself, also for a page of somebody else.
    if (presented.by === 'cookie' && !isRead(request.method) && !origins.allows(request)) {
      throw new ProblemError('origin-not-allowed');
    }
    // What a page asks for by itself while nobody is there keeps no session from idling.
    const isUse = request.headers['x-unattended'] === undefined;
    request.signedIn = await signedInBy(db, presented.token, clock(), { isUse });
  }
}

/** Who is signed in on a route for staff. */
export function actorOf(request: FastifyRequest): StaffActor {
  if (request.signedIn === null) throw new ProblemError('not-logged-in');
  return request.signedIn.actor;
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/.test(address);
}
