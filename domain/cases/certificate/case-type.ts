import { caseType, withdrawn } from '../../case/case-type-def';
import type { CaseView } from '../../case/case-view';
import { Form, noFields, Text } from '../../case/form';
import { step } from '../../case/step';
import { lastDayToApply, matterOf, renewalOf } from '../../law/matter';
import type { Policy } from '../../law/policy';
import { ok } from '../../refusal';
import { readersOfProjects } from '../project-readers';
import { carriesOver, lastDayOf } from './renewals';

declare module '../../case/case-type' {
  interface CaseTypes {
    certificate: true;
  }
}

/**
 * A certificate runs towards the day on which it ends. Before that its holder applies for renewal or gives it up;
 * without either it expires. Reminders are rungs of the ladder, in days before the end.
 */
export const renewal = step({
  id: 'certificate/renewal',
  title: { zh: '延续', en: 'Renewal' },
  stage: 'operation',
  role: 'enterprise-contact',
  verdicts: {
    applied: { title: { zh: '申请延续', en: 'Apply for renewal' }, form: noFields },
    surrendered: {
      title: { zh: '注销', en: 'Surrender' },
      form: Form({ reason: Text({ zh: '原因', en: 'Reason' }) }),
    },
    expired: { title: { zh: '到期失效', en: 'Expired' }, form: noFields },
  },
  limit: 'limit.certificate',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.certificate.{matter}',
  onExpiry: 'expired',
  separateFrom: [],
  derive: ({ verdict, view, policy }) =>
    ok({ facts: { renewal: verdict === 'applied' ? renewalTerms(view, policy) : null } }),
});

/** By which rules of the law the renewal is decided. */
function renewalTerms(view: CaseView, policy: Policy) {
  const matter = view.input['matter'] as string;
  const { begins, silence } = matterOf(policy, renewalOf(matter));
  const validUntil = lastDayOf(view);
  return { begins, silence, validUntil, applyBy: lastDayToApply(policy, matter, validUntil) };
}

export const certificate = caseType({
  title: { zh: '证照', en: 'Certificate' },
  prefix: 'CE',
  workflow: 'certificate',
  address: 'certificates',
  party: 'enterprise',
  steps: [renewal],
  stages: { operation: { zh: '持证', en: 'In force' } },
  outcomes: {
    expired: { zh: '到期失效', en: 'Expired' },
    surrendered: { zh: '注销', en: 'Surrendered' },
    withdrawn,
  },
  begins: { by: 'parent' },
  readers: readersOfProjects,
  cascades: true,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
  carriesOver,
});
