import { claim } from '../../domain/cases/tip-off/steps';
import { ok } from '../../domain/refusal';
import type { CaseHooks, OfferedDecision } from './case-hooks';
import { keepPayee, payeeOffered } from './payees';

/* A tip-off keeps beside its record where its reward goes: in the vault, under the digest that the claim names. */

export const tipOffHooks: CaseHooks = {
  gather: (at, decision) => (claims(decision) ? payeeOffered(at, decision) : Promise.resolve(ok({}))),
  decided: (at, decision) => (claims(decision) ? keepPayee(at, decision) : Promise.resolve(ok(null))),
};

function claims({ step, body }: OfferedDecision): boolean {
  return step === claim.id && body.verdict === 'claimed';
}
