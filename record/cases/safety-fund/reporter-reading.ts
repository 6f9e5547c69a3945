import type { CaseEvent } from '../../../domain/case/case-event';
import { latestDecision } from '../../../domain/case/case-queries';
import { openSteps, viewOf, type CaseView } from '../../../domain/case/case-view';
import { stepOfKey } from '../../../domain/case/step';
import type { AwardLine } from '../../../domain/cases/fund-report/award';
import * as steps from '../../../domain/cases/fund-report/steps';
import { yuan } from '../../../domain/money';
import type { Title } from '../../../domain/role';
import { shanghaiDate } from '../../../domain/time/calendar';
import type { ReporterReading, ReporterReadingParts } from '../tip-off-reading';

/*
 * What whoever has reported to their firm without an account reads by the receipt code: plain words, dates to the day,
 * nothing of the people who work on it.
 */

export async function readReport(
  parts: ReporterReadingParts,
  caseId: string,
  own: readonly CaseEvent[],
): Promise<ReporterReading> {
  const view = viewOf(own);
  const waiting = openSteps(view).filter(({ step }) => step !== steps.explanation.id)[0] ?? null;
  return {
    number: view.number,
    receivedOn: shanghaiDate(view.openedAt),
    stage: view.closed ? 'closed' : (waiting?.step.split('/')[1] ?? 'check'),
    words: wordsFor(view, waiting?.step ?? null),
    waitsFor: waiting === null ? 'nobody' : waiting.step === steps.answer.id ? 'you' : 'enterprise',
    dueOn: waiting?.clock.dueOn ?? null,
    dueMoved: null,
    milestones: milestonesOf(view, own),
    messages: await messagesOf(parts, caseId, own),
    withdrawal: null,
    reward: awardOf(parts, view),
    youMay: actsOf(view),
  };
}

const words: Readonly<Record<string, Title>> = {
  [steps.check.id]: { zh: '已收到,企业正在核实', en: 'Received; the firm checks it' },
  [steps.answer.id]: { zh: '企业请您补充情况', en: 'The firm asks you for more' },
  [steps.remedy.id]: { zh: '属实,正在整改或采纳', en: 'Confirmed; it is being put right or taken up' },
  [steps.approval.id]: { zh: '已整改或采纳,正在审批奖励', en: 'Done; the award is being approved' },
  [steps.payment.id]: {
    zh: '奖励已批准,请凭领取码向出纳领取',
    en: 'Approved: show the claim code to the cashier',
  },
};

const outcomeWords: Readonly<Record<string, Title>> = {
  declined: { zh: '经核实未采纳', en: 'Checked, and declined' },
  'settled-without-award': { zh: '已办结,无奖励', en: 'Settled, without an award' },
  'award-refused': { zh: '已办结,不予奖励', en: 'Settled; the award was refused' },
  awarded: { zh: '已办结,奖励已发放', en: 'Settled; the award is paid' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
};

function wordsFor({ closed }: CaseView, step: string | null): Title {
  if (closed !== null) return outcomeWords[closed.outcome] ?? { zh: '已办结', en: 'Settled' };
  return (step && words[step]) || { zh: '正在办理', en: 'Being worked on' };
}

const milestones: Readonly<Record<string, Title>> = {
  [`${steps.check.id} confirmed`]: { zh: '核实属实或可采纳', en: 'Confirmed' },
  [`${steps.check.id} asked`]: { zh: '请您补充情况', en: 'Asked you for more' },
  [`${steps.answer.id} answered`]: { zh: '您已答复', en: 'You answered' },
  [`${steps.remedy.id} done`]: { zh: '已整改或采纳', en: 'Put right or taken up' },
  [`${steps.approval.id} approved`]: { zh: '奖励已批准', en: 'The award was approved' },
  [`${steps.payment.id} paid`]: { zh: '奖励已发放', en: 'The award was paid' },
};

function milestonesOf(view: CaseView, own: readonly CaseEvent[]): ReporterReading['milestones'] {
  const passed = own.flatMap(({ at, body }) => {
    if (body.kind !== 'decided') return [];
    const what = `${stepOfKey(body.key)} ${body.verdict}`;
    const known = milestones[what];
    return known === undefined ? [] : [{ what, on: shanghaiDate(at), words: known }];
  });
  const on = shanghaiDate(view.openedAt);
  const received = { what: 'received', on, words: { zh: '收到报告', en: 'Received' } };
  const { closed } = view;
  if (closed === null) return [received, ...passed];
  return [received, ...passed, { what: 'closed', on: shanghaiDate(closed.at), words: wordsFor(view, null) }];
}

/** Texts that are meant for whoever reports: a question, why it was declined, what was done. */
const told: Readonly<Record<string, string>> = {
  [`${steps.check.id} asked`]: '/question',
  [`${steps.check.id} declined`]: '/reason',
  [`${steps.remedy.id} done`]: '/measures',
};

async function messagesOf(
  { db, vault }: ReporterReadingParts,
  caseId: string,
  own: readonly CaseEvent[],
): Promise<ReporterReading['messages']> {
  const said = own.flatMap(({ seq, at, body }) => {
    const field = body.kind === 'decided' ? told[`${stepOfKey(body.key)} ${body.verdict}`] : undefined;
    return field === undefined ? [] : [{ seq, field, on: shanghaiDate(at) }];
  });
  if (said.length === 0) return [];
  const where = { caseId, seq: { in: said.map(({ seq }) => seq) } };
  const [rows, key] = await Promise.all([db.sealedText.findMany({ where }), vault.keyOf(caseId)]);
  return said.flatMap(({ seq, field, on }) => {
    const row = rows.find((each) => each.seq === seq && each.field === field);
    return row === undefined ? [] : [{ on, text: key.openText(seq, field, row.ciphertext) }];
  });
}

/** Once it is approved: before that, what was reckoned is not decided. */
function awardOf({ receipts }: ReporterReadingParts, view: CaseView): ReporterReading['reward'] {
  const reckoned = latestDecision(view, steps.remedy);
  if (reckoned === null || latestDecision(view, steps.approval)?.verdict !== 'approved') return null;
  const { amountFen, lines } = reckoned.facts;
  const paid = view.closed?.outcome === 'awarded';
  const collects = view.closed === null;
  return {
    amountFen,
    amount: yuan(amountFen),
    state: paid ? 'paid' : collects ? 'to-claim' : 'none',
    claimBy: null,
    claimCode: collects ? receipts.awardCodes(view.number)[0] : null,
    lines: (lines as unknown as readonly AwardLine[]).map((line) => ({ ...line, clause: scheduleOfFirm })),
  };
}

const scheduleOfFirm = '企业奖励标准';

function actsOf(view: CaseView): ReporterReading['youMay'] {
  const waits = (...those: readonly { readonly id: string }[]) =>
    openSteps(view).some(({ step }) => those.some(({ id }) => id === step));
  return [
    ...(waits(steps.answer) ? (['answer'] as const) : []),
    ...(waits(steps.check, steps.answer) ? (['withdraw'] as const) : []),
    'papers',
  ];
}
