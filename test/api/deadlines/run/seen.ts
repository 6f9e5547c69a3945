import { stepDef } from '../../../../domain/cases/catalogue';
import { usual } from '../../../../setup/courses';
import { loginAt } from '../../../../setup/courses/demo-logins';
import type { Answer } from '../../kit/front';
import type { KeptOffice } from '../../kit/kept-office';
import { expectOk } from '../../kit/story';
import { together } from './counted-by-hand';
import { mailboxesOf, type Told } from './mailboxes';
import { nameOf } from './named-limits';
import type { Patience, Waiting } from './script';
import { subjectOf, type CaseShown, type StepShown, type Terms } from './terms';
import { dayAt } from './wall-calendar';

/* What is seen of a limit over the API and in the mailboxes, beside what was counted by hand. */

export interface Seen {
  /** Of the limit. */
  readonly name: string;
  readonly step: string;
  readonly patience: Patience;
  /** Counted by hand. */
  readonly terms: Terms;
  /** What the API had shown as its ends when the step came up. */
  readonly dueAt: string | null;
  readonly promisedAt: string | null;
  /** What had fired by the time somebody looked; told to these mailboxes. */
  readonly fired: readonly FiredRung[];
  readonly mails: readonly (readonly string[])[];
  readonly mailsExpected: readonly (readonly string[])[];
  /** Whether the worklist of whoever decides marks it as overdue; null where it stands in none. */
  readonly markedOverdue: boolean | null;
  /** What a decision was answered in the first instant that is too late, or whenever the script has it decided. */
  readonly answered: { readonly status: number; readonly code: string | null } | null;
  /** The step after all that. */
  readonly after: StepShown;
  readonly outcome: string | null;
}

interface FiredRung {
  readonly rung: string;
  readonly at: string;
  readonly firedAt: string;
  readonly late: boolean;
  readonly by: string;
}

/** A step that is watched. */
export interface Watched {
  readonly patience: Patience;
  readonly waiting: Waiting;
  readonly terms: Terms;
  /** As it stood when it came up. */
  readonly shown: StepShown;
}

/** What is seen before anybody decides. */
export async function lookAt(office: KeptOffice, watched: Watched) {
  const { patience, waiting, terms, shown } = watched;
  const def = stepDef(waiting.step);
  const { record, policy } = await readingOf(office, waiting.number);
  return {
    name: nameOf(def, subjectOf(waiting), policy.on),
    ...{ step: def.id, patience, terms },
    dueAt: shown.clock.dueAt,
    promisedAt: shown.promise?.promisedAt ?? null,
    fired: record.flatMap((line) => firedIn(line, waiting.key)),
    mails: mailsAbout(office, watched),
    mailsExpected: mailsDue(watched, office.now()),
    markedOverdue: await markIn(office, waiting),
  };
}

/** The step after its decision. */
export async function lookAgain(
  office: KeptOffice,
  { waiting }: Watched,
): Promise<Pick<Seen, 'after' | 'outcome'>> {
  const reading = await readingOf(office, waiting.number);
  return { after: stepIn(reading, waiting), outcome: reading.outcome };
}

export async function readingOf(office: KeptOffice, number: string): Promise<CaseShown> {
  return expectOk(await office.as('auditor').get(`/api/cases/${number}`)).body as CaseShown;
}

export function stepIn({ steps }: CaseShown, { key }: Waiting): StepShown {
  return steps.find((each) => each.key === key)!;
}

export function answerOf({ status, body }: Answer): Seen['answered'] {
  return { status, code: (body as { code?: string }).code ?? null };
}

function firedIn({ kind, at, by, body }: CaseShown['record'][number], key: string): FiredRung[] {
  if (kind !== 'rung-fired' || body['key'] !== key) return [];
  const { rung, dueAt, late } = body as { rung: string; dueAt: string; late: boolean };
  return [{ rung, at: dueAt, firedAt: at, late, by: by.part ?? by.kind }];
}

/** Mails about a step that tell of something else than its time. */
const notOfALimit = [
  '有一个环节等待您办理',
  '邀请您提供专家服务',
  '专家已答复,请确认',
  '专家发现危险情形,请立即处置并说明',
  '人员证书即将到期,请办理复审或换证',
  '有一项申请等待您审批',
  '延期申请已答复',
  '办理期限已依法延长',
];

/** Those that name the case, the step and the day it is due by, which no other round of the step has. */
function mailsAbout({ mail }: KeptOffice, { waiting, terms }: Watched): (readonly string[])[] {
  const title = `环节:${stepDef(waiting.step).title.zh}\n`;
  const due = `截止日期:${dayAt(new Date(terms.limit.end.getTime() - 1))}`;
  return mail.mails
    .filter(
      ({ subject, text }) => subject.includes(waiting.number) && text.includes(title) && text.includes(due),
    )
    .filter(({ text }) => !notOfALimit.some((words) => text.includes(words)))
    .map(({ to }) => [...to].sort());
}

function mailsDue({ waiting, shown, terms }: Watched, now: Date): (readonly string[])[] {
  const { step, unit, enterpriseId, assigned: assignee } = waiting;
  const told: Told = { role: stepDef(step).role, unit, level: shown.level, assignee, enterpriseId };
  return together(terms.limit, terms.promise)
    .filter(({ at }) => at <= now)
    .map(({ to }) => mailboxesOf(to, told))
    .filter((mailboxes) => mailboxes.length > 0);
}

async function markIn(
  office: KeptOffice,
  { number, key, step, unit, assigned }: Waiting,
): Promise<boolean | null> {
  const login = assigned ?? loginAt(usual(step).by, unit);
  if (login === null) return null;
  const { items } = expectOk(await office.as(login).get('/api/worklist?limit=100')).body as {
    items: { number: string; key: string; overdue: boolean }[];
  };
  return items.find((item) => item.number === number && item.key === key)?.overdue ?? null;
}
