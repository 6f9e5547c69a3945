import type { Refusal } from '../../domain/refusal';
import type { KeyReused, Outcome } from './desk';
import type { Done } from '../store/idempotency';

export const keyReused: { ok: false; refusal: KeyReused } = {
  ok: false,
  refusal: { code: 'key-reused', detail: 'this Idempotency-Key came with another request before' },
};

/** The outcome of a piece of work without what only its transaction needed. */
export function toOutcome<T>(outcome: Done<T, Refusal>): Outcome<T> {
  if (outcome.ok) return { ok: true, answer: outcome.answer, repeated: outcome.repeated };
  return outcome.refusal === 'key-reused' ? keyReused : { ok: false, refusal: outcome.refusal };
}
