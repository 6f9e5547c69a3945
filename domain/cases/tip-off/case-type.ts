import { caseType, withdrawn } from '../../case/case-type-def';
import { mayEnd } from './death';
import { inspectorsOf, steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'tip-off': true;
  }
}

export const tipOff = caseType({
  title: { zh: '举报', en: 'Tip-off' },
  prefix: 'TO',
  workflow: 'tipOff',
  address: 'tip-offs',
  party: 'bureau',
  steps,
  stages: {
    intake: { zh: '受理', en: 'Intake' },
    verification: { zh: '核查', en: 'Verification' },
    feedback: { zh: '反馈', en: 'Feedback' },
    reward: { zh: '奖励', en: 'Reward' },
    payout: { zh: '发放', en: 'Payout' },
  },
  outcomes: {
    declined: { zh: '不予受理', en: 'Declined' },
    transferred: { zh: '移送', en: 'Transferred' },
    unsubstantiated: { zh: '不属实', en: 'Not substantiated' },
    'settled-without-reward': { zh: '办结,无奖励', en: 'Settled without a reward' },
    'reward-refused': { zh: '办结,不予奖励', en: 'Settled, reward refused' },
    'reward-waived': { zh: '办结,放弃奖励', en: 'Settled, reward waived' },
    'reward-forfeited': { zh: '办结,奖励逾期放弃', en: 'Settled, reward forfeited' },
    'reward-lapsed': { zh: '办结,奖励未能发放', en: 'Settled, reward lapsed' },
    rewarded: { zh: '办结,已奖励', en: 'Settled and rewarded' },
    withdrawn,
  },
  begins: { by: 'door', door: 'intake' },
  readers: {
    'intake-clerk': { reach: 'unit', depth: 'decisions' },
    'section-chief': { reach: 'unit', depth: 'decisions' },
    inspector: { reach: 'unit', depth: 'decisions' },
    'government-liaison': { reach: 'zone', depth: 'decisions' },
    'legal-officer': { reach: 'zone', depth: 'decisions' },
    'reward-officer': { reach: 'zone', depth: 'decisions' },
    approver: { reach: 'zone', depth: 'decisions' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  mayEnd,
  hasApplicant: false,
  hasReporter: true,
  sharedBy: [],
  keptInside: [],
  fromReporter: true,
  givenTo: inspectorsOf,
});
