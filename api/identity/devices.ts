import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Device } from '../../record/vault/credentials';
import type { ApiDeps } from '../deps';
import { cookieOptions, hostPrefix } from './tokens';

/*
 * A device from which somebody has logged in is known by a cookie of its own, so that a flood at the door does not
 * stand before them. It opens nothing.
 */

type DeviceDeps = Pick<ApiDeps, 'credentials' | 'settings'>;

const keptForS = 180 * 86_400;

/** The device of a request, where its holder has logged in with this login before. */
export function deviceOf(
  { credentials, settings }: DeviceDeps,
  request: FastifyRequest,
  login: string,
): Device | null {
  const token = request.cookies[nameFor({ credentials, settings }, login)];
  return token === undefined ? null : credentials.deviceIn(login, token);
}

/** Makes the device known. One that was proved by a code stays so. */
export function knowDevice(
  deps: DeviceDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  login: string,
  proved = false,
): void {
  const { credentials, settings } = deps;
  const known = deviceOf(deps, request, login);
  const device = {
    id: known?.id ?? credentials.newDeviceId(),
    proved: proved || (known?.proved ?? false),
  };
  void reply.setCookie(nameFor(deps, login), credentials.deviceToken(login, device), {
    ...cookieOptions(settings),
    maxAge: keptForS,
  });
}

function nameFor({ credentials, settings }: DeviceDeps, login: string): string {
  return `${hostPrefix(settings)}anjie-device-${credentials.deviceName(login)}`;
}
