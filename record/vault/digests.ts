import { createHmac, type Hmac } from 'node:crypto';
import { canonicalJson } from '../../domain/json';

/*
 * The digests of texts and papers in a record: hashes under keys of the case, so that nobody without the keys can check
 * a guess. A reader who is given the keys (see `record/bundle`) can check what they read, and open nothing.
 */

/** Digest over all texts of an event by field, 64 hex digits. */
export function textDigest(key: Buffer, texts: { readonly [field: string]: string }): string {
  return createHmac('sha256', key).update(canonicalJson(texts), 'utf8').digest('hex');
}

/** A digest to be fed with the content of a paper. */
export function paperDigest(key: Buffer): Hmac {
  return createHmac('sha256', key);
}
