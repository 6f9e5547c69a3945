import { caseType, withdrawn } from '../../case/case-type-def';
import { campaignOpening, steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'diagnosis-campaign': true;
  }
}

/** 诊断式检查服务: from its list of firms until its report. Each diagnosis is a case of its own, which names it. */
export const diagnosisCampaign = caseType({
  title: { zh: '诊断服务', en: 'Campaign of diagnoses' },
  prefix: 'DC',
  workflow: 'diagnosisCampaign',
  address: 'diagnosis-campaigns',
  party: 'bureau',
  steps,
  stages: {
    plan: { zh: '名单与审批', en: 'List' },
    running: { zh: '实施', en: 'Under way' },
  },
  outcomes: {
    'not-approved': { zh: '不予批准', en: 'Not approved' },
    reported: { zh: '已总结', en: 'Reported' },
    withdrawn,
  },
  begins: { by: 'form', ...campaignOpening },
  readers: {
    'expert-liaison': { reach: 'zone', depth: 'decisions' },
    'section-chief': { reach: 'unit', depth: 'decisions' },
    approver: { reach: 'zone', depth: 'decisions' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
});
