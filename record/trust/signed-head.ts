import { canonicalJson } from '../../domain/json';
import type { Head } from '../store/chain';
import { isSignedBy, type PublicKey, type Signature, type Signer } from '../vault/signer';

/*
 * How far a record went at some moment, signed by the office and kept outside the database. A thief who holds the
 * database alone can write every hash of a chain anew, but cannot forge this.
 */

export interface SignedHead extends Head {
  /** When the record had grown to this length. */
  readonly at: string;
  readonly signature: { readonly keyId: string; readonly value: string };
}

/** Signs how far a record had grown at an instant. */
export function signHead(signer: Signer, at: string, head: Head): SignedHead {
  const { keyId, value } = signer.sign(textOf(at, head));
  return { ...head, at, signature: { keyId, value } };
}

/** Whether the office has signed this with one of these keys. */
export function isGenuine(head: SignedHead, keys: readonly PublicKey[]): boolean {
  const text = textOf(head.at, head);
  return keys.some((key) => isSignedBy(key, text, head.signature satisfies Signature));
}

/** Names what is signed, so that this signature can never pass for another one of the office. */
function textOf(at: string, { caseId, number, seq, hash }: Head): string {
  return canonicalJson({ is: 'anjie-head/1', at, caseId, number, seq, hash });
}
