import type { Act } from '../../domain/acts';
import type { Actor } from '../../domain/role';
import type { CaseAnswer, OpenTipOffRequest, Outcome } from '../../record/desk';
import { firmId, unit, zone, type Cast } from './cast';
import type { Office } from './office';

export type Body = { readonly verdict: string; readonly [field: string]: unknown };

export const usualTip: OpenTipOffRequest = {
  zone,
  unit,
  channel: 'web',
  reporterKind: 'real-name',
  category: 'violation',
  receivedAt: '9999-01-01T00:00:00.000Z', // Later than now counts as now.
  texts: { '/text': '车间电焊无证' },
  identity: { name: '李四', phone: '13900000000' },
  actor: null,
  idempotency: null,
};

/** Hands in a tip; answers its case number. */
export async function handIn(office: Office, change: Partial<OpenTipOffRequest> = {}): Promise<string> {
  const opened = await office.desk.openTipOff({ ...usualTip, ...change });
  if (!opened.ok) throw new Error(opened.refusal.code);
  return opened.answer.number;
}

export function decide(
  office: Office,
  number: string,
  step: string,
  body: Body,
  actor: Actor = usual(step).by(office.cast),
): Promise<Outcome<CaseAnswer>> {
  return office.desk.decide({ number, step, body, actor, seenSeq: null, idempotency: null });
}

/** Something that may happen to any case at any time; throws if it is refused. */
export async function act(office: Office, number: string, what: Act, actor: Actor): Promise<void> {
  const done = await office.desk.act({ number, act: what, actor, seenSeq: null, idempotency: null });
  if (!done.ok) throw new Error(`${what.act}: ${done.refusal.code}, ${done.refusal.detail}`);
}

/** Other decisions than the usual ones: the first round of a step takes the first body, and so on. */
export type Instead = { readonly [step: string]: readonly Body[] };

export interface Course {
  /** Stop as soon as this step waits for its decision. */
  readonly until?: string;
  readonly instead?: Instead;
  /** Steps that nobody decides. */
  readonly leave?: readonly string[];
  /** Let the workflows catch up after every decision, as they do between people who take days. */
  readonly unhurried?: boolean;
}

/**
 * Carries the family of a tip-off from where it stands, each open step decided by whoever decides it, until
 * nothing is left to decide.
 */
export async function carry(office: Office, number: string, course: Course = {}): Promise<void> {
  const { until, instead = {}, leave = [], unhurried = false } = course;
  for (;;) {
    const open = await openStepsOf(office, number);
    const next = open.find(({ step }) => !leave.includes(step));
    if (next === undefined || open.some(({ step }) => step === until)) return;
    const { by, body, before } = usual(next.step);
    await before?.(office, next.rootId);
    const other = instead[next.step]?.[next.round - 1];
    const outcome = await decide(
      office,
      next.number,
      next.step,
      other ?? body(next, office.cast),
      by(office.cast),
    );
    if (!outcome.ok) throw new Error(`${next.step}: ${outcome.refusal.code}, ${outcome.refusal.detail}`);
    if (unhurried) await office.settled();
  }
}

/** Hands in a tip and carries it; answers its number. */
export async function carryTipOff(office: Office, course: Course = {}): Promise<string> {
  const number = await handIn(office);
  await carry(office, number, course);
  return number;
}

export interface Standing {
  readonly number: string;
  readonly caseId: string;
  readonly rootId: string;
  readonly step: string;
  readonly key: string;
  readonly round: number;
  readonly dueAt: Date | null;
}

/** What waits to be decided in a tip-off and its child cases, oldest first. */
export function openStepsOf(office: Office, number: string): Promise<Standing[]> {
  return office.db.$queryRaw<Standing[]>`
    SELECT f.number, f.id::text AS "caseId", f.root_id::text AS "rootId", s.step, s.key,
           split_part(s.key, '#', 2)::int AS round, s.due_at AS "dueAt"
    FROM anjie.open_step s JOIN anjie.case_file f ON f.id = s.case_id
    WHERE f.root_id = (SELECT root_id FROM anjie.case_file WHERE number = ${number})
    ORDER BY s.opened_at, s.key`;
}

export const payee = { holder: '李四', bank: '工商银行', account: '6222020000000001' };

/** Who usually decides a step, and how. */
interface Usual {
  readonly by: (cast: Cast) => Actor;
  readonly body: (standing: Standing, cast: Cast) => Body;
  readonly before?: (office: Office, rootId: string) => Promise<void>;
}

function usual(step: string): Usual {
  const found = usualCourse[step];
  if (found === undefined) throw new Error(`nobody knows how ${step} is usually decided`);
  return found;
}

const day = '2026-11-23';
const reporter = (): Actor => ({ kind: 'reporter' });
const says = (body: Body) => () => body;

const usualCourse: Readonly<Record<string, Usual>> = {
  'tip-off/acceptance': {
    by: (cast) => cast.clerk,
    body: says({ verdict: 'accepted', allegesDeath: false }),
  },
  'tip-off/government-lead': { by: (cast) => cast.liaison, body: says({ verdict: 'organised' }) },
  'tip-off/assignment': {
    by: (cast) => cast.chief,
    body: (_, { lead, companion }) => ({
      verdict: 'assigned',
      lead: lead.personId,
      companion: companion.personId,
    }),
  },
  'tip-off/verification': {
    by: (cast) => cast.lead,
    body: says({
      verdict: 'substantiated',
      visitedOn: day,
      enterpriseId: firmId,
      hazards: [{ item: 'h1', grade: 'major', clause: 'safety-law-30', description: '无证焊接' }],
    }),
  },
  'tip-off/co-signature': { by: (cast) => cast.companion, body: says({ verdict: 'signed' }) },
  'tip-off/verification-review': { by: (cast) => cast.chief, body: says({ verdict: 'approved' }) },
  'tip-off/feedback': { by: (cast) => cast.clerk, body: says({ verdict: 'given', message: '已查实' }) },
  'tip-off/penalty': {
    by: (cast) => cast.legal,
    body: says({ verdict: 'fined', fineFen: 12_000_000, confiscatedFen: 0, decidedOn: day }),
  },
  'tip-off/reward-proposal': {
    by: (cast) => cast.rewardOfficer,
    body: says({
      verdict: 'proposed',
      novelty: 'unknown-before',
      excludedRelation: false,
      employmentProved: false,
      earlierRewardOfSameMatter: false,
      accident: null,
    }),
  },
  'tip-off/reward-approval': { by: (cast) => cast.deputy, body: says({ verdict: 'approved' }) },
  'tip-off/claim': {
    by: reporter,
    body: says({ verdict: 'claimed' }),
    before: ({ vault }, rootId) => vault.storePayee(rootId, payee),
  },
  'rectification/order': {
    by: (cast) => cast.lead,
    body: says({
      verdict: 'issued',
      remedyDays: 10,
      items: [
        {
          item: 'h1',
          description: '无证焊接',
          measure: '停工',
          responsible: '厂长',
          fundsFen: 100,
          plan: '无',
        },
      ],
    }),
  },
  'rectification/acknowledgement': { by: (cast) => cast.firm, body: says({ verdict: 'acknowledged' }) },
  'rectification/remedy': {
    by: (cast) => cast.firm,
    body: says({ verdict: 'proved', items: [{ item: 'h1', papers: [], statement: '已整改' }] }),
  },
  'rectification/recheck': {
    by: (cast) => cast.lead,
    body: (_, { companion }) => ({ verdict: 'passed', companion: companion.personId }),
  },
  'payout/release': { by: (cast) => cast.manager, body: says({ verdict: 'released' }) },
  'payout/listing': {
    by: (cast) => cast.payer,
    body: says({ verdict: 'listed', batch: 'B-20261123-AAAAAA' }),
  },
  'payout/bank-return': {
    by: (cast) => cast.confirmer,
    body: ({ number }) => ({ verdict: 'paid', bankReference: `BANK-${number}` }),
  },
  'payout/reconciliation': {
    by: (cast) => cast.confirmer,
    body: ({ number }) => ({ verdict: 'found-paid', bankReference: `BANK-${number}`, note: '回单' }),
  },
  'payout/payee-correction': {
    by: reporter,
    body: says({ verdict: 'corrected' }),
    before: ({ vault }, rootId) => vault.storePayee(rootId, payee),
  },
};
