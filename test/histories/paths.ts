import { shanghaiDate } from '../../domain/time/calendar';
import { firmId } from '../harness/cast';
import type { Said } from '../../setup/courses';
import type { Office } from '../harness/office';
import type { SkippingServer } from '../harness/parts/skipping-server';
import { payAgain, sendBack } from '../harness/courses/sent-back';
import { act, carry, carryTipOff, type Course, openStepsOf, withdraw } from '../harness/courses/usual-course';
import { expertPaths, longExpertPaths } from './expert-paths';
import { contestPaths } from './contest-paths';
import { diagnosisPaths, longDiagnosisPaths } from './diagnosis-paths';
import { fundPaths, longFundPaths } from './fund-paths';
import { longNoticePaths, noticePaths } from './notice-paths';
import { longOfficerPaths, officerPaths } from './officer-paths';
import { longProjectPaths, projectPaths } from './project-paths';
import { longTrainingPaths, trainingPaths } from './training-paths';
import { wardenPaths } from './warden-paths';

/** One way that a tip-off or a project can go, from its first day to its end; answers its number. */
export type Path = (office: Office) => Promise<string>;

/** Ways on which time itself has to act. */
export type LongPath = (office: Office, server: SkippingServer) => Promise<string>;

const day = shanghaiDate(new Date().toISOString());
const bothItems = ['h1', 'h2'];
const returned: Said = { verdict: 'returned', reason: '证据不足' };
const proofOf = (items: readonly string[]): Said => ({
  verdict: 'proved',
  items: items.map((item) => ({ item, papers: [], statement: '已整改' })),
});

export const paths: Readonly<Record<string, Path>> = {
  ...projectPaths,
  ...noticePaths,
  ...expertPaths,
  ...wardenPaths,
  ...contestPaths,
  ...officerPaths,
  ...fundPaths,
  ...trainingPaths,
  ...diagnosisPaths,
  declined: by({
    'tip-off/acceptance': [{ verdict: 'declined', allegesDeath: false, clause: 'suggestion-or-enquiry', reason: '属于建议' }],
  }),
  transferred: by({ 'tip-off/acceptance': [{ verdict: 'transferred', allegesDeath: false, to: '市局', reason: '不属本区' }] }),
  'a-death-alleged': by({ 'tip-off/acceptance': [{ verdict: 'accepted', allegesDeath: true }] }),
  unsubstantiated: by({
    'tip-off/verification': [{ verdict: 'unsubstantiated', visitedOn: day, findings: '未发现' }],
  }),
  'another-round-of-verification': by({
    'tip-off/co-signature': [{ verdict: 'disagreed', reason: '结论不符' }],
    'tip-off/verification-review': [returned],
  }),
  rewarded: by({}),
  'another-round-of-approval': by({ 'tip-off/reward-approval': [returned] }),
  'reward-refused': by({ 'tip-off/reward-approval': [{ verdict: 'refused', reason: '不符合条件' }] }),
  'reward-waived': by({ 'tip-off/claim': [{ verdict: 'waived' }] }),
  'settled-without-reward': async (office) => {
    const number = await carryTipOff(office, { until: 'tip-off/reward-proposal', unhurried: true });
    await carry(office, number, {
      unhurried: true,
      instead: {
        'tip-off/reward-proposal': [
          {
            verdict: 'proposed',
            novelty: 'known-handled-on-time',
            excludedRelation: true,
            employmentProved: false,
            earlierRewardOfSameMatter: true,
            accident: null,
          },
        ],
      },
    });
    return number;
  },
  'item-reopened': async (office) =>
    carryTipOff(office, {
      unhurried: true,
      instead: {
        'tip-off/verification': [
          {
            verdict: 'substantiated',
            visitedOn: day,
            enterpriseId: firmId,
            hazards: bothItems.map((item) => ({ item, grade: 'general', clause: 'law-30', description: '隐患' })),
          },
        ],
        'rectification/order': [
          {
            verdict: 'issued',
            remedyDays: 10,
            items: bothItems.map((item) => ({
              item,
              ...{ description: '隐患', measure: '停用', responsible: '厂长', fundsFen: 100, plan: '无' },
            })),
          },
        ],
        'rectification/remedy': [proofOf(bothItems), proofOf(['h2'])],
        'rectification/site-recheck': [
          {
            verdict: 'reopened',
            companion: office.cast.companion.personId,
            items: ['h2'],
            findings: '未整改到位',
          },
        ],
      },
    }),
  'payout-corrected': by({
    'payout/bank-return': [{ verdict: 'refused', cause: 'account-unknown' }],
  }),
  'payout-unknown-then-found': by({ 'payout/bank-return': [{ verdict: 'unknown' }] }),
  'payout-unknown-then-repeated': by({
    'payout/bank-return': [{ verdict: 'unknown' }],
    'payout/reconciliation': [{ verdict: 'found-unpaid', note: '银行查无此笔' }],
  }),
  'payout-sent-back': async (office) => {
    const number = await carryTipOff(office, { unhurried: true });
    await sendBack(office, number);
    await payAgain(office, number);
    return number;
  },
  'children-withdrawn': async (office) => {
    const number = await carryTipOff(office, { until: 'rectification/remedy', unhurried: true });
    await withdrawChild(office, number, 'rectification/remedy');
    await carry(office, number, { until: 'payout/release', unhurried: true });
    await withdrawChild(office, number, 'payout/release');
    return number;
  },
  withdrawn: async (office) => {
    const number = await carryTipOff(office, { until: 'tip-off/assignment', unhurried: true });
    await withdraw(office, number, office.cast.chief);
    return number;
  },
  reopened: async (office) => {
    const number = await carryTipOff(office, {
      unhurried: true,
      instead: { 'tip-off/acceptance': [{ verdict: 'declined', allegesDeath: false, clause: 'no-clear-target-or-facts', reason: '不明' }] },
    });
    await act(
      office,
      number,
      { act: 'reopen', fromStep: 'tip-off/acceptance', reason: '补充了线索' },
      office.cast.deputy,
    );
    await carry(office, number, { unhurried: true });
    return number;
  },
  'reassigned-paused-extended': async (office) => {
    const step = 'tip-off/verification';
    const number = await carryTipOff(office, { until: step, unhurried: true });
    const { chief, lead, companion, deputy, director } = office.cast;
    await act(office, number, { act: 'assign', step, to: companion.personId, reason: '休假' }, chief);
    await act(office, number, { act: 'assign', step, to: lead.personId, reason: '返岗' }, chief);
    const pause = { act: 'request-pause', step, ground: 'appraisal', days: 20, reason: '送检' } as const;
    await act(office, number, pause, lead);
    await act(office, number, { act: 'answer-pause', step, grant: true, reason: '同意' }, deputy);
    await office.settled();
    await act(office, number, { act: 'resume', step, reason: '鉴定完成' }, lead);
    await act(office, number, { act: 'request-extension', step, byValue: 20, reason: '情况复杂' }, lead);
    await act(office, number, { act: 'answer-extension', step, grant: true, reason: '同意', told: '情况复杂' }, director);
    await office.settled();
    await carry(office, number, { unhurried: true });
    return number;
  },
};

export const longPaths: Readonly<Record<string, LongPath>> = {
  ...longProjectPaths,
  ...longNoticePaths,
  ...longOfficerPaths,
  ...longExpertPaths,
  ...longFundPaths,
  ...longTrainingPaths,
  ...longDiagnosisPaths,
  escalated: async (office, server) => {
    const number = await carryTipOff(office, { until: 'tip-off/acceptance', unhurried: true });
    await server.sleep('30 days');
    await carry(office, number, { unhurried: true });
    return number;
  },
  'reward-forfeited': async (office, server) => {
    const number = await carryTipOff(office, { until: 'tip-off/claim', unhurried: true });
    await server.sleep('80 days');
    return number;
  },
};

function by(instead: Course['instead'] & object): Path {
  return (office) => carryTipOff(office, { instead, unhurried: true });
}

/** By the section chief, the child case that waits at this step. */
async function withdrawChild(office: Office, number: string, at: string): Promise<void> {
  const child = (await openStepsOf(office, number)).find(({ step }) => step === at);
  await withdraw(office, child?.number ?? '', office.cast.chief);
  await office.settled();
}
