import { latestDecision } from '../../case/case-queries';
import { Coded, Flag, Form, Label, ListOf, Text } from '../../case/form';
import { opening } from '../../case/opening';
import { ok, refuse } from '../../refusal';
import { shanghaiDate } from '../../time/calendar';
import { approval, plan, registration } from '../contest/steps';

/** Names stay sealed with the case; the record knows how many there are, and who is fit to take part. */
export const members = ListOf(
  { zh: '队员', en: 'Members' },
  Form({
    name: Text({ zh: '姓名', en: 'Name' }, { maxLength: 60 }),
    insured: Flag({ zh: '已投保意外险', en: 'Insured against accidents' }),
    examined: Flag({ zh: '体检合格', en: 'Examined and found fit' }),
  }),
  { minItems: 1, maxItems: 50 },
);

export const teamOpening = opening({
  title: { zh: '报名参赛', en: 'Register a team' },
  role: 'enterprise-contact',
  form: Form({
    contest: Coded({ zh: '大比武编号', en: 'Number of the contest' }, 'case-number'),
    name: Label({ zh: '队名', en: 'Name of the team' }, { maxLength: 60 }),
    members,
  }),
  looksBack: false,
  looksAt: { caseType: 'contest', namedBy: 'contest' },
  refusals: ['contest-registration-over', 'contest-team-too-large'],
  admit: ({ members: listed }, { beside, now }) => {
    const planned = beside && latestDecision(beside, plan);
    const open =
      beside?.closed === null &&
      latestDecision(beside, approval)?.verdict === 'approved' &&
      latestDecision(beside, registration) === null;
    if (!planned || !open || shanghaiDate(now) > planned.facts.registerBy)
      return refuse('contest-registration-over', 'the contest takes no teams now');
    const { events, heldOn, teamsAtMost, membersAtMost } = planned.facts;
    return (listed as unknown[]).length > membersAtMost
      ? refuse('contest-team-too-large', `at most ${membersAtMost} members`, { atMost: membersAtMost })
      : ok({ events, heldOn, teamsAtMost, membersAtMost });
  },
});
