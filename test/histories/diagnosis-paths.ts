import { shanghaiDate } from '../../domain/time/calendar';
import { checklist, visited } from '../../setup/courses/network/diagnosis';
import { firmId } from '../harness/cast';
import { carry, decide, openByForm, openStepsOf, type Course, withdraw } from '../harness/courses/usual-course';
import type { Office } from '../harness/office';
import type { SkippingServer } from '../harness/parts/skipping-server';
import { sleepUntil } from './expert-paths';
import type { LongPath, Path } from './paths';

const reason = '情况说明';
const unhurried = true;
const today = () => shanghaiDate(new Date().toISOString());
async function campaign(office: Office, course: Course = {}): Promise<string> {
  const form = { name: '诊断服务', purpose: reason };
  const number = await openByForm(office, 'diagnosis-campaign', form, office.cast.expertLiaison);
  await carry(office, number, { unhurried, ...course });
  return number;
}

async function diagnosed(office: Office, course: Course = {}): Promise<string> {
  const number = await campaign(office, { until: 'diagnosis-campaign/running' });
  const form = { campaign: number, enterpriseId: firmId };
  const opened = await openByForm(office, 'diagnosis', form, office.cast.expertLiaison);
  await carry(office, opened, { unhurried, ...course });
  return opened;
}

const nothingFound = () => ({
  'diagnosis/visit': [visited(today(), { majors: [], generals: [], checklist: checklist() })],
});

export const diagnosisPaths: Readonly<Record<string, Path>> = {
  'diagnosis-campaign-reported': async (office) => {
    const number = await campaign(office, {
      until: 'diagnosis-campaign/running',
      instead: { 'diagnosis-campaign/approval': [{ verdict: 'returned', reason }] },
    });
    const form = { campaign: number, enterpriseId: firmId };
    const opened = await openByForm(office, 'diagnosis', form, office.cast.expertLiaison);
    await carry(office, opened, { unhurried, instead: nothingFound() });
    await carry(office, number, { unhurried });
    return number;
  },
  'diagnosis-campaign-not-approved': (office) =>
    campaign(office, { instead: { 'diagnosis-campaign/approval': [{ verdict: 'refused', reason }] } }),
  'diagnosis-campaign-withdrawn': async (office) => {
    const number = await campaign(office, { until: 'diagnosis-campaign/running' });
    await withdraw(office, number, office.cast.chief);
    return number;
  },
  'diagnosis-nothing-found': (office) => diagnosed(office, { instead: nothingFound() }),
  'diagnosis-fixed': (office) =>
    diagnosed(office, {
      instead: {
        'diagnosis/appointment': [{ verdict: 'handed-back', why: 'busy' }],
        'diagnosis/visit': [
          {
            ...{ verdict: 'major-seen', visitedOn: today() },
            majors: [{ item: 'h1', situation: 'dust-10', description: reason, advice: reason }],
          },
          visited(today(), { majors: [] }),
        ],
        'diagnosis/revisit': [
          { verdict: 'handed-back', why: 'other' },
          { verdict: 'revisited', revisitedOn: today(), closed: ['h2'], findings: reason },
          { verdict: 'revisited', revisitedOn: today(), closed: ['h1'], findings: reason },
        ],
        'diagnosis/follow-up': [{ verdict: 'asked-again' }],
        'diagnosis/plan': [planOf('h1', 'h2'), planOf('h1')],
        'diagnosis/remedy': [doneWith('h1', 'h2'), doneWith('h1')],
      },
    }),
  'diagnosis-left-open': (office) =>
    diagnosed(office, { instead: { 'diagnosis/plan': [{ verdict: 'declined', reason }] } }),
  'diagnosis-not-visited': (office) =>
    diagnosed(office, {
      instead: {
        'diagnosis/appointment': [{ verdict: 'handed-back', why: 'not-wanted' }],
        'diagnosis/assignment': [{ verdict: 'called-off', reason }],
      },
    }),
  'diagnosis-withdrawn': async (office) => {
    const number = await diagnosed(office, { until: 'diagnosis/plan' });
    await decideNotice(office, number);
    await withdraw(office, number, office.cast.chief);
    return number;
  },
  'danger-notice-withdrawn': async (office) => {
    const number = await diagnosed(office, { until: 'diagnosis/plan' });
    await withdraw(office, await noticeOf(office, number), office.cast.chief);
    await office.settled();
    await carry(office, number, { unhurried });
    return number;
  },
};

export const longDiagnosisPaths: Readonly<Record<string, LongPath>> = {
  'diagnosis-silences': (office, server) => silently(office, server, 'checked'),
  'danger-not-checked': (office, server) => silently(office, server, 'not-checked'),
};

/** The firm says nothing about a danger, and an inspector is asked to look; nor does it make a plan. */
async function silently(
  office: Office,
  server: SkippingServer,
  verdict: 'checked' | 'not-checked',
): Promise<string> {
  const number = await diagnosed(office, { until: 'danger-notice/danger-response' });
  await sleepUntil(office, server, number, 'danger-notice/danger-review#1');
  const check =
    verdict === 'checked' ? { verdict, checkedOn: today(), findings: reason } : { verdict, reason };
  await carry(office, number, {
    unhurried,
    leave: ['diagnosis/plan'],
    instead: {
      'danger-notice/danger-review': [
        { verdict: 'handed-over', inspector: office.cast.lead.personId, message: reason },
      ],
      'danger-notice/own-check': [check],
    },
  });
  await sleepUntil(office, server, number, 'diagnosis/follow-up#1');
  await carry(office, number, { unhurried });
  return number;
}

const planOf = (...items: string[]) => ({
  verdict: 'planned',
  items: items.map((item) => ({ item, measure: reason, responsible: reason, fixBy: today() })),
});
const doneWith = (...items: string[]) => ({
  verdict: 'done',
  items: items.map((item) => ({ item, statement: reason, papers: [] })),
});

async function noticeOf(office: Office, number: string): Promise<string> {
  const open = await openStepsOf(office, number);
  return open.find(({ step }) => step === 'danger-notice/danger-response')?.number ?? '';
}

async function decideNotice(office: Office, number: string): Promise<void> {
  const done = { verdict: 'done', measures: reason };
  const notice = await noticeOf(office, number);
  const outcome = await decide(office, notice, 'danger-notice/danger-response', done);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  await office.settled();
}
