import { isPauseGround, pauseGrounds } from '../domain/law/pause-grounds';
import { zoneWide } from '../domain/moves/authorize';
import type { Effect, MailAudience } from '../domain/case/case-event';
import type { CaseView, StepState } from '../domain/case/case-view';
import { stepDef, stepTitle } from '../domain/cases/catalogue';
import type { Clock, Pause, Rung } from '../domain/time/clock-state';
import { subjectOf } from '../domain/law/matter';
import type { Policy } from '../domain/law/policy';
import { clocksOf } from '../domain/case/case-queries';
import { type Role, type Title, roleTitles } from '../domain/role';
import type { Database } from '../record/store/database';
import { recusedByTip } from '../record/store/recused';
import type { MailFacts } from './mail-templates';

export interface Addressees {
  readonly addresses: readonly string[];
  /** The offices that they hold, in words, by which the other recipients learn who got the mail. */
  readonly offices: readonly Title[];
}

/** Who is meant by an audience, as of now. */
export interface Recipients {
  of(caseId: string, view: CaseView, audience: MailAudience): Promise<Addressees>;
}

const offices = {
  'section-chief': { role: 'section-chief', level: 1, title: roleTitles['section-chief'] },
  'deputy-director': { role: 'approver', level: 2, title: { zh: '分管副主任', en: 'Deputy director' } },
  director: { role: 'approver', level: 3, title: { zh: '主任', en: 'Director' } },
} as const satisfies Record<
  Extract<MailAudience, { kind: 'office' }>['office'],
  { role: Role; level: number; title: Title }
>;

/** Recipients by the accounts of the office. */
export function recipientsFrom(db: Database): Recipients {
  return {
    async of(caseId, view, audience) {
      const [file] = await db.$queryRaw<{ enterpriseId: string | null; recused: string[] }[]>`
        SELECT f.enterprise_id::text AS "enterpriseId", ${recusedByTip} AS recused
        FROM anjie.case_file f WHERE f.id = ${caseId}::uuid`;
      if (file === undefined) throw new Error('no such case');
      const who = selection(view, audience, file.enterpriseId);
      if (who === null) return { addresses: [], offices: [] };
      const accounts = await db.account.findMany({
        where: { active: true, email: { not: null }, ...who.where },
        select: { email: true, personId: true },
      });
      // Nobody with an interest in the enterprise, or in what the tip names, is told anything of the case.
      const recused = file.enterpriseId
        ? await db.recusal.findMany({
            where: { enterpriseId: file.enterpriseId },
            select: { personId: true },
          })
        : [];
      const barred = new Set([...file.recused, ...recused.map(({ personId }) => personId)]);
      const addresses = accounts.flatMap(({ email, personId }) =>
        email === null || barred.has(personId) ? [] : [email],
      );
      return { addresses: [...new Set(addresses)].sort(), offices: [who.title] };
    },
  };
}

function selection(view: CaseView, audience: MailAudience, enterpriseId: string | null) {
  switch (audience.kind) {
    case 'office': {
      const { role, level, title } = offices[audience.office];
      const unit = role === 'section-chief' ? { unit: view.unit } : {};
      return { where: { roles: { has: role as string }, level, ...unit }, title };
    }
    case 'enterprise':
      return enterpriseId === null ? null : enterpriseContacts(enterpriseId);
    case 'step': {
      const state = view.steps[audience.key];
      if (state === undefined) return null;
      const { role } = stepDef(state.step);
      if (role === 'reporter') return null;
      if (role === 'enterprise-contact')
        return enterpriseId === null ? null : enterpriseContacts(enterpriseId);
      const title = roleTitles[role];
      const unit = zoneWide.includes(role) ? {} : { unit: view.unit };
      return state.assignee === null
        ? { where: { roles: { has: role as string }, ...unit, level: { gte: state.level } }, title }
        : { where: { personId: state.assignee, roles: { has: role as string } }, title };
    }
  }
}

function enterpriseContacts(enterpriseId: string) {
  return {
    where: { enterpriseId, roles: { has: 'enterprise-contact' } },
    title: roleTitles['enterprise-contact'],
  };
}

/**
 * The facts that a mail may state about a case: its number, its subject in the words of the law, the step and its
 * dates. Nothing that anybody wrote, nobody's name.
 */
export function mailFactsOf(
  { view, policy }: { readonly view: CaseView; readonly policy: Policy },
  { template, about }: Effect,
  to: Addressees,
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
