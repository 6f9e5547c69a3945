import { canonicalJson, type JsonObject } from '../../domain/json';
import type { Head } from '../store/chain';
import { isSignedBy, type PublicKey, type Signature, type Signer } from './signer';

export type Seal = {
  readonly at: string;
  readonly heads: readonly Head[];
  readonly signature: { readonly keyId: string; readonly value: string };
};

/** Signs the heads of all records of a family at an instant. */
export function sealHeads(signer: Signer, at: string, heads: readonly Head[]): Seal & JsonObject {
  const sorted = [...heads].sort((a, b) => (a.number < b.number ? -1 : 1));
  const { keyId, value } = signer.sign(sealedText(at, sorted));
  return { at, heads: sorted, signature: { keyId, value } };
}

/** Whether a seal was made with one of these keys over exactly these heads. */
export function isSealed({ at, heads, signature }: Seal, keys: readonly PublicKey[]): boolean {
  const text = sealedText(at, heads);
  return keys.some((key) => isSignedBy(key, text, signature satisfies Signature));
}

/** The seal in the detail of a decision; null where there is none. */
export function sealIn(detail: unknown): Seal | null {
  const seal = (detail as { readonly seal?: Seal } | null | undefined)?.seal;
  return seal ?? null;
}

/** Names what is signed, so that the signature of a seal can never pass for another one of the office. */
function sealedText(at: string, heads: readonly Head[]): string {
  return canonicalJson({ is: 'anjie-seal/1', at, heads });
}
