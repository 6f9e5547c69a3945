import { decisionsOn } from '../../case/case-queries';
import { openSteps, type CaseView } from '../../case/case-view';
import { CalendarDate, Form, noFields, reasonOnly, Text } from '../../case/form';
import { nothingMore, step, type Derived } from '../../case/step';
import { ok, refuse, type Result } from '../../refusal';
import { shanghaiDate } from '../../time/calendar';
import { hazardsFound, numberedApart } from '../hazard';
import { changed, foundIn, type Change, type Found } from './apply';
import { dueOf, qualificationOf, type Due, type Held } from './due';
import { follows, lookDay, nothingFollows, renewalsOpen, type Follow } from './follow';
import { certificateForm, changeForm, enrolmentForm, personCode, renewalForm, reviewForm } from './forms';
import { nothingStands, type HeldCertificate, type Standing } from './standing';

// What a session takes is asked at the desk.
const changeRefusals = [
  'form-invalid',
  'employee-unknown',
  'duty-unknown',
  'qualification-unknown',
  'course-unknown',
  'renewal-open',
  'training-closed',
  'enrolled-already',
  'not-enrolled',
  'child-case-open',
] as const;
type ChangeRefusal = (typeof changeRefusals)[number];

const renewalRefusals = ['form-invalid', 'qualification-unknown', 'review-hours-short'] as const;
type RenewalRefusal = (typeof renewalRefusals)[number];

/** A certificate after its review or renewal; null: nobody holds it any more. */
type Renewed = { readonly held: Held | null; readonly next: Due | null };

/**
 * 培训台账变更. It waits as long as the firm keeps its file: each change of people and certificates, each enrolment, is a
 * decision with its author and its time. Once a year the firm says at least that everything is as it was.
 */
export const change = step({
  id: 'training-file/change',
  title: { zh: '人员、证书与报名', en: 'People, certificates and enrolment' },
  stage: 'standing',
  role: 'enterprise-contact',
  verdicts: {
    changed: { title: { zh: '变更台账', en: 'Change the file' }, form: changeForm },
    enrolled: { title: { zh: '报名参训', en: 'Enrol people' }, form: enrolmentForm },
    cancelled: { title: { zh: '取消报名', en: 'Cancel an enrolment' }, form: enrolmentForm },
    confirmed: { title: { zh: '核对无变化', en: 'Confirm as it is' }, form: noFields },
    ended: { title: { zh: '停用台账', en: 'End the file' }, form: reasonOnly },
  },
  limit: 'limit.training-file.change',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: changeRefusals,
  derive: ({ verdict, facts, view, policy, now }): Result<Derived<Found & Follow>, ChangeRefusal> => {
    const before = standingOf(view);
    if (verdict === 'enrolled') {
      const stranger = facts.people.find((person) => !before.people.has(person));
      if (stranger !== undefined) return refuse('employee-unknown', `no ${stranger}`, { person: stranger });
    }
    if (verdict === 'ended' && isChecked(view))
      return refuse('child-case-open', 'an officer looks into special work without a certificate');
    if (verdict !== 'changed') return ok({ facts: { ...nothingFollows, taughtFrom: [], dues: [] } });
    if (isEmpty(facts))
      return refuse('form-invalid', 'nothing changes; if all is as it was, confirm it', { pointer: '' });
    const open = renewalsOpen(view);
    const waits = facts.certificates.find(({ person, kind }) => open.includes(`${person}-${kind}`));
    if (waits !== undefined) return refuse('renewal-open', 'its step waits', { person: waits.person });
    const found = foundIn(before, facts, policy);
    if (!found.ok) return found;
    const after = changed(before, facts, found.value, view.seq + 1);
    const entered = {
      people: facts.people.length,
      certificates: facts.certificates.length,
    };
    return ok({
      facts: { ...found.value, ...follows(after, { view, policy, today: shanghaiDate(now) }) },
      detail: { entered },
    });
  },
});

/**
 * 证书巡查: the look at the certificates of a firm, on the first day on which one of them comes near its end or has
 * passed it. One timer for each firm, however many people it has.
 */
export const look = step({
  id: 'training-file/look',
  title: { zh: '证书到期巡查', en: 'Look at what lapses' },
  stage: 'standing',
  role: 'enterprise-contact',
  verdicts: {
    early: { title: { zh: '提前巡查', en: 'Look now' }, form: noFields },
    looked: { title: { zh: '到期巡查', en: 'Looked' }, form: noFields },
  },
  limit: 'limit.training-file.look',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.training-file.look',
  onExpiry: 'looked',
  separateFrom: [],
  derive: ({ view, state, policy, now }): Result<Derived<Follow>, never> => {
    // Where a day passes faster than elsewhere, as in a demonstration, it is the day for which the look was set.
    const [day, set] = [shanghaiDate(now), lookDay(state.key)];
    const today = set !== null && set > day ? set : day;
    return ok({ facts: follows(standingOf(view), { view, policy, today, except: state.key }) });
  },
});

/** 复审或换证, each certificate by its own clock: its reminders are rungs of the ladder, in days before the end. */
export const renewal = step({
  id: 'training-file/renewal',
  title: { zh: '证书复审或换证', en: 'Review or renewal of a certificate' },
  stage: 'standing',
  role: 'enterprise-contact',
  partBy: 'certificate',
  verdicts: {
    reviewed: { title: { zh: '复审合格', en: 'The review is passed' }, form: reviewForm },
    renewed: { title: { zh: '已换证', en: 'Renewed' }, form: renewalForm },
    ended: { title: { zh: '不再持证', en: 'No longer held' }, form: certificateForm },
  },
  limit: 'limit.training-file.renewal',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.qualification',
  separateFrom: [],
  refusals: renewalRefusals,
  derive: (input): Result<Derived<Follow & Renewed>, RenewalRefusal> => {
    const { view, state, policy, now, facts } = input;
    const before = standingOf(view);
    const held = before.certificates.get(facts.certificate);
    const law = held === undefined ? null : qualificationOf(policy, held.kind);
    const context = { view, policy, today: shanghaiDate(now), except: state.key };
    if (input.verdict === 'ended') {
      const after = without(before, facts.certificate);
      return ok({ facts: { ...follows(after, context), held: null, next: null } });
    }
    if (held === undefined || law === null)
      return refuse('qualification-unknown', 'nobody holds it any more', { pointer: '/certificate' });
    if (input.verdict === 'reviewed' && input.facts.hours < law.reviewHours)
      return refuse('review-hours-short', `at least ${law.reviewHours}`, { hours: law.reviewHours });
    if (input.verdict === 'reviewed' && held.due !== 'review')
      return refuse('form-invalid', 'it has to be renewed', { pointer: '/certificate' });
    if (input.verdict === 'renewed' && input.facts.issuedOn <= held.issuedOn)
      return refuse('form-invalid', `issued on ${held.issuedOn} before`, { pointer: '/issuedOn' });
    const { longPractice } = held;
    const renewed: Held =
      input.verdict === 'reviewed'
        ? { issuedOn: held.issuedOn, reviews: held.reviews + 1, longPractice }
        : { issuedOn: input.facts.issuedOn, reviews: 0, longPractice };
    const next = dueOf(renewed, law);
    const after = withHeld(before, facts.certificate, { ...held, ...renewed, ...next });
    return ok({ facts: { ...follows(after, context), held: renewed, next } });
  },
});

const checkedOn = CalendarDate({ zh: '核查日期', en: 'Checked on' }, 'happened');

/**
 * 无证上岗核查: somebody does special work without a certificate that holds. It becomes an order, as a major hazard, only
 * by what an officer has seen (安全生产法 art. 30; 应急管理部令第10号).
 */
export const siteCheck = step({
  id: 'training-file/site-check',
  title: { zh: '无证上岗现场核查', en: 'Check of special work without a certificate' },
  stage: 'site-check',
  role: 'inspector',
  issued: 'decided',
  partBy: 'person',
  verdicts: {
    confirmed: {
      title: { zh: '属实', en: 'Confirmed' },
      form: Form({ person: personCode, checkedOn, hazards: hazardsFound }),
    },
    'not-confirmed': {
      title: { zh: '不属实或已停止作业', en: 'Not confirmed, or the work has stopped' },
      form: Form({
        person: personCode,
        checkedOn,
        message: Text(
          { zh: '告知企业的核查情况', en: 'What the enterprise is told' },
          { maxLength: 1000, goesTo: 'enterprise' },
        ),
      }),
    },
  },
  limit: 'limit.training-file.site-check',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['form-invalid'],
  derive: (input) => (input.verdict === 'confirmed' ? majorAlone(input.facts.hazards) : nothingMore),
});

function majorAlone(hazards: readonly { readonly item: string; readonly grade: string }[]) {
  return hazards.some(({ grade }) => grade === 'major')
    ? numberedApart(hazards)
    : refuse('form-invalid', 'special work without a certificate is a major hazard', {
        pointer: '/hazards',
      });
}

/** Whether an officer's check, or an order that has come of one, is under way: no firm ends that with its file. */
function isChecked(view: CaseView): boolean {
  return (
    openSteps(view).some(({ step: id }) => id === siteCheck.id) ||
    Object.values(view.children).some(({ closed }) => closed === null)
  );
}

function isEmpty({ people, left, certificates, trained }: Change): boolean {
  return people.length + left.length + certificates.length + trained.length === 0;
}

/** The people and certificates of a firm as they stand. */
export function standingOf(view: CaseView): Standing {
  const changes = decisionsOn(view, change).flatMap(({ seq, decision }) =>
    decision.verdict === 'changed' ? [{ seq, entered: decision.facts, renewed: null }] : [],
  );
  const renewals = decisionsOn(view, renewal).map(({ seq, decision }) => ({
    ...{ seq, entered: null },
    renewed: decision,
  }));
  return [...changes, ...renewals]
    .sort((a, b) => a.seq - b.seq)
    .reduce((standing: Standing, { seq, entered, renewed }) => {
      if (entered !== null) return changed(standing, entered, entered, seq);
      const { facts, verdict } = renewed;
      const held = standing.certificates.get(facts.certificate);
      if (facts.held === null || facts.next === null) return without(standing, facts.certificate);
      if (held === undefined) return standing;
      const number = verdict === 'renewed' ? { seq, field: '/number' } : held.number;
      return withHeld(standing, facts.certificate, { ...held, ...facts.held, ...facts.next, number });
    }, nothingStands);
}

function withHeld({ people, certificates }: Standing, code: string, held: HeldCertificate): Standing {
  return { people, certificates: new Map(certificates).set(code, held) };
}

function without({ people, certificates }: Standing, code: string): Standing {
  return { people, certificates: new Map([...certificates].filter(([each]) => each !== code)) };
}

/** In the order of the procedure. */
export const steps = [change, look, renewal, siteCheck];
