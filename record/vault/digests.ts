import { createHmac, type Hmac } from 'node:crypto';
import { canonicalJson } from '../../domain/json';

/*
 * What a record holds of texts and papers: hashes under keys of the case, so that nobody without them can check a
 * guess. A reader who is given the keys (see `record/bundle`) can check what they read, and open nothing.
 */

/** Over all texts of an event by field, 64 hex digits. */
export function textDigest(key: Buffer, texts: { readonly [field: string]: string }): string {
  return createHmac('sha256', key).update(canonicalJson(texts), 'utf8').digest('hex');
}

/** Over the content of a paper, to be fed with it. */
export function paperDigest(key: Buffer): Hmac {
  return createHmac('sha256', key);
}
