import { isPauseGround, pauseGrounds } from '../domain/law/pause-grounds';
import { zoneWide } from '../domain/moves/authorize';
import type { Effect, MailAudience } from '../domain/case/case-event';
import type { CaseView, StepState } from '../domain/case/case-view';
import { stepDef, stepTitle } from '../domain/cases/catalogue';
import type { Clock, Pause, Rung } from '../domain/time/clock-state';
import { subjectOf } from '../domain/law/matter';
import type { Policy } from '../domain/law/policy';
import { clocksOf } from '../domain/case/case-queries';
import {
  channelNames,
  channelsOf,
  noWishes,
  type Addresses,
  type Channel,
  type Wishes,
} from '../domain/office/channels';
import { isFirmRole, roleTitles, type FirmRole, type Role, type Title } from '../domain/role';
import type { PlainDate } from '../domain/time/calendar';
import type { Prisma } from '../prisma/generated/client';
import { channelsChosen } from '../record/messages/own-channels';
import type { Database } from '../record/store/database';
import { recusedByTip } from '../record/store/recused';
import type { MailFacts } from './mail-templates';

/** An account, with the ways to its holder that are set up here. */
export interface Addressee {
  readonly accountId: string;
  readonly personId: string;
  readonly addresses: Addresses;
  readonly wishes: Wishes;
}

export interface Addressees {
  readonly accounts: readonly Addressee[];
  /** Their mailboxes, each once. */
  readonly addresses: readonly string[];
  /** The offices that they hold, in words, by which the other recipients learn who got the mail. */
  readonly offices: readonly Title[];
}

/** Who is meant by an audience, as of now. Nobody with an interest in a case is ever among them. */
export interface Recipients {
  of(caseId: string, view: CaseView, audience: MailAudience): Promise<Addressees>;
  /** Who is told where those before were not reached: `tier` 1 and on, until there is nobody more (null). */
  after(
    caseId: string,
    view: CaseView,
    audience: MailAudience,
    tier: Tier,
  ): Promise<readonly Addressee[] | null>;
  /** An account as it is now; null where it is disabled, or may not be told of the case any more. */
  account(caseId: string, accountId: string): Promise<Addressee | null>;
}

/** How far a message has come, and whom it has gone to. */
export interface Tier {
  readonly tier: number;
  readonly persons: readonly string[];
  /** Shanghai date. */
  readonly today: PlainDate;
}

const offices = {
  'section-chief': { role: 'section-chief', level: 1, title: roleTitles['section-chief'] },
  'deputy-director': { role: 'approver', level: 2, title: { zh: '分管副主任', en: 'Deputy director' } },
  director: { role: 'approver', level: 3, title: { zh: '主任', en: 'Director' } },
} as const satisfies Record<
  Extract<MailAudience, { kind: 'office' }>['office'],
  { role: Role; level: number; title: Title }
>;

/** Recipients by the accounts of the office. @param setUp the channels that there are beside mail */
export function recipientsFrom(db: Database, setUp: readonly Channel[] = []): Recipients {
  const reachable: ReadonlySet<Channel> = new Set<Channel>(['mail', ...setUp]);
  return {
    async of(caseId, view, audience) {
      const file = await fileOf(db, caseId);
      const who = selection(view, audience, file.enterpriseId);
      if (who === null) return { accounts: [], addresses: [], offices: [] };
      const found = await addresseesOf(db, reachable, file, who.where);
      // A firm may have no way to be told; in the office that is a fault, which has to be seen.
      const accounts = isOutside(view, audience)
        ? found.filter(({ addresses }) => channelsOf(noWishes, addresses).length > 0)
        : found;
      const addresses = accounts.flatMap(({ addresses: { mail } }) => mail ?? []);
      return { accounts, addresses: [...new Set(addresses)].sort(), offices: [who.title] };
    },
    async after(caseId, view, audience, { tier, persons, today }) {
      const next = successionOf(view, audience)[tier - 1];
      if (next === undefined) return null;
      const where =
        next === 'substitutes'
          ? { personId: { in: await substitutesOf(db, persons, today) }, enterpriseId: null }
          : selection(view, { kind: 'office', office: next }, null)!.where;
      const found = await addresseesOf(db, reachable, await fileOf(db, caseId), where);
      return found.filter(({ personId }) => !persons.includes(personId));
    },
    async account(caseId, accountId) {
      const [found] = await addresseesOf(db, reachable, await fileOf(db, caseId), { id: accountId });
      return found ?? null;
    },
  };
}

interface CaseOf {
  readonly enterpriseId: string | null;
  readonly recused: readonly string[];
}

async function fileOf(db: Database, caseId: string): Promise<CaseOf> {
  const [file] = await db.$queryRaw<CaseOf[]>`
    SELECT f.enterprise_id::text AS "enterpriseId", ${recusedByTip} AS recused
    FROM anjie.case_file f WHERE f.id = ${caseId}::uuid`;
  if (file === undefined) throw new Error('no such case');
  return file;
}

async function addresseesOf(
  db: Database,
  reachable: ReadonlySet<Channel>,
  file: CaseOf,
  where: Prisma.AccountWhereInput,
): Promise<Addressee[]> {
  const accounts = await db.account.findMany({
    where: { active: true, ...where },
    select: { id: true, email: true, personId: true },
    orderBy: { id: 'asc' },
  });
  // Nobody with an interest in the enterprise, or in what the tip names, is told anything of the case.
  const recused = file.enterpriseId
    ? await db.recusal.findMany({ where: { enterpriseId: file.enterpriseId }, select: { personId: true } })
    : [];
  const barred = new Set([...file.recused, ...recused.map(({ personId }) => personId)]);
  const told = accounts.filter(({ personId }) => !barred.has(personId));
  const chosen = await channelsChosen(
    db,
    told.map(({ id }) => id),
  );
  return told.map(({ id, email, personId }) => {
    const { webhookUrl = null, phone = null, wishes = noWishes } = chosen.get(id) ?? {};
    const all: Addresses = { mail: email, webhook: webhookUrl, sms: phone };
    const addresses = Object.fromEntries(
      channelNames.map((channel) => [channel, reachable.has(channel) ? all[channel] : null]),
    ) as Addresses;
    return { accountId: id, personId, addresses, wishes };
  });
}

async function substitutesOf(db: Database, persons: readonly string[], today: PlainDate): Promise<string[]> {
  const on = new Date(`${today}T00:00:00Z`);
  const found = await db.substitution.findMany({
    where: { personId: { in: [...persons] }, fromDate: { lte: on }, toDate: { gte: on } },
    select: { substituteId: true },
  });
  return found.map(({ substituteId }) => substituteId);
}

/** Whether a message goes out of the office. */
export function isOutside(view: CaseView, audience: MailAudience): boolean {
  switch (audience.kind) {
    case 'office':
      return false;
    case 'enterprise':
      return true;
    case 'step': {
      const state = view.steps[audience.key];
      return state !== undefined && isFirmRole(stepDef(state.step).role);
    }
  }
}

type Next = 'substitutes' | keyof typeof offices;

const aboveStep: readonly Next[] = ['substitutes', 'section-chief', 'deputy-director', 'director'];

/** Who comes after whom a message was meant for. That a firm was not reached is told to the chief of the unit. */
function successionOf(view: CaseView, audience: MailAudience): readonly Next[] {
  if (isOutside(view, audience)) return ['section-chief'];
  if (audience.kind !== 'office') return aboveStep;
  return ['substitutes', ...aboveStep.slice(aboveStep.indexOf(audience.office) + 1)];
}

function selection(view: CaseView, audience: MailAudience, enterpriseId: string | null) {
  switch (audience.kind) {
    case 'office': {
      const { role, level, title } = offices[audience.office];
      const unit = role === 'section-chief' ? { unit: view.unit } : {};
      return { where: { roles: { has: role as string }, level, ...unit }, title };
    }
    case 'enterprise':
      return enterpriseId === null ? null : holders('enterprise-contact', enterpriseId);
    case 'step': {
      const state = view.steps[audience.key];
      if (state === undefined) return null;
      const { role } = stepDef(state.step);
      if (role === 'reporter') return null;
      if (isFirmRole(role)) return enterpriseId === null ? null : holders(role, enterpriseId);
      const title = roleTitles[role];
      const unit = zoneWide.includes(role) ? {} : { unit: view.unit };
      return state.assignee === null
        ? { where: { roles: { has: role as string }, ...unit, level: { gte: state.level } }, title }
        : { where: { personId: state.assignee, roles: { has: role as string } }, title };
    }
  }
}

/** Who holds an office of a firm. */
function holders(role: FirmRole, enterpriseId: string) {
  return { where: { enterpriseId, roles: { has: role as string } }, title: roleTitles[role] };
}

/**
 * The facts that a mail may state about a case: its number, its subject in the words of the law, the step and its
 * dates. Nothing that anybody wrote, nobody's name.
 */
export function mailFactsOf(
  { view, policy }: { readonly view: CaseView; readonly policy: Policy },
  { template, about }: Effect,
  to: Pick<Addressees, 'offices'>,
  publicUrl: string,
): MailFacts {
  const state = about ? view.steps[about.key] : undefined;
  const ringing = state && clocksOf(state).find(({ rungs }) => rungs.some(({ id }) => id === about?.rung));
  const rung = ringing?.rungs.find(({ id }) => id === about?.rung);
  const pause = about?.pause === undefined ? undefined : state?.clock.pauses[about.pause];
  const standsStill = template === 'time-paused';
  return {
    caseNumber: view.number,
    link: `${publicUrl}/cases/${view.number}`,
    subject: subjectOf(view.input, policy),
    step: state ? stepTitle(state.step) : null,
    rung: rung ? { id: rung.id, kind: rung.kind, of: ringsFor(rung, state, ringing) } : null,
    pause: standsStill && pause ? pauseFacts(pause) : null,
    dueOn: standsStill ? null : (state?.clock.dueOn ?? null),
    promisedOn: standsStill ? null : (state?.promise?.dueOn ?? null),
    provisional: state?.clock.provisional ?? false,
    offices: to.offices,
  };
}

/** What a rung belongs to: the limit, the promise beside it, or a pause of both. */
function ringsFor({ id }: Rung, state: StepState | undefined, clock: Clock | undefined) {
  if (clock?.pauses.some(({ rungs = [] }) => rungs.some((own) => own.id === id))) return 'pause';
  return clock === state?.promise ? 'promise' : 'limit';
}

function pauseFacts({ reason, expectedDays }: Pause): MailFacts['pause'] {
  if (!isPauseGround(reason)) throw new Error(`no ground ${reason}`);
  return { ground: pauseGrounds[reason], expectedDays: expectedDays ?? null };
}
