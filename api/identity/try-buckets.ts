import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { shanghaiDate } from '../../domain/time/calendar';
import type { TryLimit } from '../../record/people/failed-tries';
import type { ApiDeps } from '../deps';
import { subnetOf } from './subnets';

/**
 * The bucket in which failed tries from one address are counted: a hash under a key that changes every
 * day, so that what is stored says nothing about who came, and nothing joins one day with the next.
 */
export function addressBucket(
  { hashKey, clock }: Pick<ApiDeps, 'hashKey' | 'clock'>,
  request: FastifyRequest,
  what: string,
): string {
  return bucketOfToday({ hashKey, clock }, what, subnetOf(request.ip, { v4Bits: 32, v6Bits: 64 }));
}

/** The bucket of the network to which an address belongs, as a provider gives it to one customer. */
export function networkBucket(
  deps: Pick<ApiDeps, 'hashKey' | 'clock'>,
  request: FastifyRequest,
  what: string,
): string {
  return bucketOfToday(deps, what, subnetOf(request.ip, { v4Bits: 24, v6Bits: 48 }));
}

/** The name of a bucket, which cannot be connected with that of another day. */
export function bucketOfToday(
  { hashKey, clock }: Pick<ApiDeps, 'hashKey' | 'clock'>,
  what: string,
  whose: string,
): string {
  const today = createHmac('sha256', hashKey)
    .update(`address-bucket|${shanghaiDate(clock().toISOString())}`)
    .digest();
  return `${what}/${createHmac('sha256', today).update(whose).digest('base64url')}`;
}

/** The window in which failed logins are counted. */
export const loginWindowMs = 15 * 60_000;

/** How many wrong passwords one login bears, at the door and at the change of its password together. */
export function loginTries(deps: Pick<ApiDeps, 'hashKey'>, login: string): TryLimit {
  return { bucket: loginBucket(deps, login), atMost: 10, windowMs: loginWindowMs };
}

/**
 * The bucket in which failed tries of one login are counted. What is typed as a login may be a password or a
 * telephone number typed into the wrong field: hashed under a key, it cannot be found again by guessing.
 */
function loginBucket({ hashKey }: Pick<ApiDeps, 'hashKey'>, login: string): string {
  return `login/${createHmac('sha256', hashKey).update(`login-bucket|${login}`, 'utf8').digest('base64url')}`;
}
