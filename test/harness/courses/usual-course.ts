import type { Act } from '../../../domain/moves/acts/act';
import type { CaseType } from '../../../domain/case/case-type';
import { openingOf } from '../../../domain/cases/catalogue';
import type { Actor, StaffActor } from '../../../domain/role';
import type { CaseAnswer, OpenTipOffRequest, Outcome } from '../../../record/desk/desk';
import { usual, type Said } from '../../../setup/courses';
import { actorAt, unit, zone } from '../cast';
import type { Office } from '../office';
import { provide, sceneOf } from './usual-scene';

/** A step that waits to be decided, with its case. */
export interface Standing {
  readonly number: string;
  readonly caseId: string;
  readonly rootId: string;
  readonly unit: string;
  /** The matter of an approval item or a certificate. */
  readonly matter: string | null;
  readonly step: string;
  readonly key: string;
  readonly round: number;
  readonly openedAt: Date;
  readonly dueAt: Date | null;
}

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

/** Opens a case by its form, and lets its workflow catch up; answers its number. */
export async function openByForm(
  office: Office,
  caseType: CaseType,
  body: Readonly<Record<string, unknown>>,
  actor: StaffActor,
): Promise<string> {
  const opening = openingOf(caseType);
  if (opening === undefined) throw new Error(`no ${caseType} is opened by a form`);
  const opened = await office.desk.openCase({
    opening,
    body,
    actor,
    // What a firm opens goes to the unit that takes in for its zone.
    place: { zone, unit: actor.enterpriseId === null ? actor.unit : unit },
    idempotency: null,
  });
  if (!opened.ok) throw new Error(opened.refusal.code);
  await office.settled();
  return opened.answer.number;
}

export function decide(
  office: Office,
  number: string,
  step: string,
  body: Said,
  actor: Actor = actorAt(office.cast, usual(step).by, unit),
): Promise<Outcome<CaseAnswer>> {
  return office.desk.decide({ number, step, body, actor, seenSeq: null, idempotency: null, payee });
}

/** Comes with every decision, for those that ask where the money is to go. */
const payee = { holder: '李四', bank: '工商银行', account: '6222020000000001' };

/** Something that may happen to any case at any time; throws if it is refused. */
export async function act(office: Office, number: string, what: Act, actor: Actor): Promise<void> {
  const done = await office.desk.act({ number, act: what, actor, seenSeq: null, idempotency: null });
  if (!done.ok) throw new Error(`${what.act}: ${done.refusal.code}, ${done.refusal.detail}`);
}

/** The office takes a case back: asked for by this chief, granted by the deputy director. */
export async function withdraw(office: Office, number: string, by: Actor): Promise<void> {
  await act(office, number, { act: 'request-withdrawal', reason: '重复登记', told: '已合并办理' }, by);
  await act(office, number, { act: 'answer-withdrawal', grant: true, reason: '同意' }, office.cast.deputy);
}

/** Other decisions than the usual ones: the first round of a step takes the first body, and so on. */
export type Instead = { readonly [step: string]: readonly Said[] };

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
    const waiting = open.filter(({ step }) => !leave.includes(step));
    const next = waiting.find(({ step }) => !usual(step).last) ?? waiting[0];
    if (next === undefined || open.some(({ step }) => step === until)) return;
    await decideAsUsual(office, next, instead[next.step]?.[next.round - 1]);
    if (unhurried) await office.settled();
  }
}

/** Decides what waits as on an uneventful day, or with another body; throws if it is refused. */
export async function decideAsUsual(office: Office, waiting: Standing, other?: Said): Promise<void> {
  const { number, step, unit: ofUnit } = waiting;
  const { by, says, needs } = usual(step);
  if (needs !== undefined) await provide[needs](office, waiting);
  const said = other ?? (await says(sceneOf(office, waiting)));
  const outcome = await decide(office, number, step, said, actorAt(office.cast, by, ofUnit));
  if (!outcome.ok) throw new Error(`${step}: ${outcome.refusal.code}, ${outcome.refusal.detail}`);
}

/** Hands in a tip and carries it; answers its number. */
export async function carryTipOff(office: Office, course: Course = {}): Promise<string> {
  const number = await handIn(office);
  await carry(office, number, course);
  return number;
}

/** What waits to be decided in a case and its child cases, oldest first. */
export function openStepsOf(office: Office, number: string): Promise<Standing[]> {
  return office.db.$queryRaw<Standing[]>`
    SELECT f.number, f.id::text AS "caseId", f.root_id::text AS "rootId", f.unit, s.step, s.key,
           split_part(s.key, '#', 2)::int AS round, s.opened_at AS "openedAt", s.due_at AS "dueAt",
           (SELECT e.body #>> '{input,matter}' FROM anjie.record_event e WHERE e.case_id = f.id AND e.seq = 1) AS matter
    FROM anjie.open_step s JOIN anjie.case_file f ON f.id = s.case_id
    WHERE f.root_id = (SELECT root_id FROM anjie.case_file WHERE number = ${number})
    ORDER BY s.opened_at, s.key`;
}
