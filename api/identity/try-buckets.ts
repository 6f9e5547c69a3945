import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { shanghaiDate } from '../../domain/time/calendar';
import type { ApiDeps } from '../deps';

/**
 * The bucket in which failed tries from one address are counted: a hash under a key that changes every
 * day, so that what is stored says nothing about who came, and nothing joins one day with the next.
 */
export function addressBucket(
  { hashKey, clock }: Pick<ApiDeps, 'hashKey' | 'clock'>,
  request: FastifyRequest,
  what: string,
): string {
  const today = createHmac('sha256', hashKey)
    .update(`address-bucket|${shanghaiDate(clock().toISOString())}`)
    .digest();
  return `${what}/${createHmac('sha256', today).update(request.ip).digest('base64url')}`;
}

/**
 * The bucket in which failed tries of one login are counted. What is typed as a login may be a password or a
 * telephone number typed into the wrong field: hashed under a key, it cannot be found again by guessing.
 */
export function loginBucket({ hashKey }: Pick<ApiDeps, 'hashKey'>, login: string): string {
  return `login/${createHmac('sha256', hashKey).update(`login-bucket|${login}`, 'utf8').digest('base64url')}`;
}
