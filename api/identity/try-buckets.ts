import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { shanghaiDate } from '../../domain/time/calendar';
import type { ApiDeps } from '../deps';
import { callerOf } from './subnets';

/**
 * The bucket in which what comes from one address is counted: a hash under a key that changes every
 * day, so that what is stored says nothing about who came, and nothing joins one day with the next.
 */
export function addressBucket(
  { hashKey, clock }: Pick<ApiDeps, 'hashKey' | 'clock'>,
  request: FastifyRequest,
  what: string,
): string {
  return bucketOfToday({ hashKey, clock }, what, callerOf(request).address);
}

/** The bucket of the network to which an address belongs, as a provider gives it to one customer. */
export function networkBucket(
  deps: Pick<ApiDeps, 'hashKey' | 'clock'>,
  request: FastifyRequest,
  what: string,
): string {
  return bucketOfToday(deps, what, callerOf(request).network);
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
