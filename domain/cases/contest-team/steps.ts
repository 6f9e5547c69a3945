import { latestDecision, roundsOf } from '../../case/case-queries';
import type { CaseView } from '../../case/case-view';
import { Count, Form, noFields, PolicyCode, reasonOnly, Text } from '../../case/form';
import { nothingMore, step, type NothingMore } from '../../case/step';
import { refuse, type Result } from '../../refusal';
import { shanghaiDate, type PlainDate } from '../../time/calendar';
import type { ContestEvent } from '../contest/steps';
import { members } from './opening';

type Listed = readonly { readonly insured: boolean; readonly examined: boolean }[];

export const check = step({
  id: 'contest-team/check',
  title: { zh: '报名审核', en: 'Check of the registration' },
  stage: 'registration',
  role: 'contest-organiser',
  issued: 'decided',
  verdicts: {
    accepted: { title: { zh: '准予参赛', en: 'Accept' }, form: noFields },
    returned: {
      title: { zh: '退回补正', en: 'Send back' },
      form: Form({ missing: Text({ zh: '须补正事项', en: 'What is missing' }, { goesTo: 'enterprise' }) }),
    },
    refused: {
      title: { zh: '不予参赛', en: 'Refuse' },
      form: Form({ reason: Text({ zh: '理由', en: 'Reason' }, { goesTo: 'enterprise' }) }),
    },
  },
  limit: 'limit.contest-team.check',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['members-unfit', 'contest-full'],
  derive: ({ verdict, view }) => {
    const unfit = membersOf(view).filter(({ insured, examined }) => !insured || !examined).length;
    return verdict === 'accepted' && unfit > 0
      ? refuse('members-unfit', `${unfit} are not insured, or not found fit`, { unfit })
      : nothingMore;
  },
});

/** The firm enters its team anew. */
export const amendment = step({
  id: 'contest-team/amendment',
  title: { zh: '补正报名', en: 'Amend the registration' },
  stage: 'registration',
  role: 'enterprise-contact',
  verdicts: { amended: { title: { zh: '重新提交', en: 'Hand in again' }, form: Form({ members }) } },
  limit: 'limit.contest-team.amendment',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['contest-team-too-large'],
  derive: ({ facts, view }) => {
    const atMost = view.input['membersAtMost'] as number;
    return facts.members.length > atMost
      ? refuse('contest-team-too-large', `at most ${atMost} members`, { atMost })
      : nothingMore;
  },
});

const event = PolicyCode({ zh: '项目', en: 'Event' });

/** The points of a team in one event after the other, in whatever order, by judges who have no interest in its firm. */
export const score = step({
  id: 'contest-team/score',
  title: { zh: '评分', en: 'Points' },
  stage: 'held',
  role: 'contest-judge',
  issued: 'decided',
  verdicts: {
    scored: {
      title: { zh: '评分', en: 'Give points' },
      form: Form({ event, points: Count({ zh: '得分', en: 'Points' }, { maximum: 1_000 }) }),
    },
    absent: { title: { zh: '缺席', en: 'Absent' }, form: Form({ event }) },
  },
  limit: 'limit.contest-team.score',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['contest-not-held', 'contest-event-unknown', 'points-given', 'points-too-many'],
  derive: ({ verdict, facts, view, now }) => {
    const heldOn = view.input['heldOn'] as PlainDate;
    if (shanghaiDate(now) < heldOn) return refuse('contest-not-held', `held on ${heldOn}`, { from: heldOn });
    if (eventsScored(view).includes(facts.event))
      return refuse('points-given', `the points in ${facts.event} were given`, { pointer: '/event' });
    return withinMost(view, facts.event, verdict === 'scored' ? facts.points : 0);
  },
});

/** 成绩复核: until somebody on the field signs for the points, or the time for it is over, a judge may ask for a correction. */
export const review = step({
  id: 'contest-team/review',
  title: { zh: '成绩复核', en: 'Review of the points' },
  stage: 'points',
  role: 'contest-judge',
  issued: 'never',
  verdicts: {
    stand: { title: { zh: '成绩无误', en: 'The points stand' }, form: noFields },
    'correction-asked': {
      title: { zh: '申请更正', en: 'Ask for a correction' },
      form: Form({
        event,
        points: Count({ zh: '更正为', en: 'Points instead' }, { maximum: 1_000 }),
        reason: Text({ zh: '更正理由', en: 'Reason' }),
      }),
    },
  },
  limit: 'limit.contest-team.review',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['contest-event-unknown', 'points-too-many'],
  derive: ({ verdict, facts, view }) =>
    verdict === 'stand' ? nothingMore : withinMost(view, facts.event, facts.points),
});

/** A correction of points takes a second natural person. */
export const correction = step({
  id: 'contest-team/correction',
  title: { zh: '成绩更正批准', en: 'Correction of points' },
  stage: 'points',
  role: 'contest-organiser',
  issued: 'never',
  verdicts: {
    agreed: { title: { zh: '同意更正', en: 'Agree' }, form: noFields },
    declined: { title: { zh: '不予更正', en: 'Decline' }, form: reasonOnly },
  },
  limit: 'limit.contest-team.correction',
  ladder: 'ladder.standard',
  separateFrom: ['contest-team/review'],
});

/** In the order of the procedure. */
export const steps = [check, amendment, score, review, correction];

/** The members as the firm has entered them last. */
export function membersOf(view: CaseView): Listed {
  return latestDecision(view, amendment)?.facts.members ?? (view.input['members'] as unknown as Listed);
}

export function eventsOf({ input }: Pick<CaseView, 'input'>): readonly ContestEvent[] {
  return input['events'] as unknown as readonly ContestEvent[];
}

/** The events in which judges have decided on the team. */
function eventsScored(view: CaseView): string[] {
  return roundsOf(view, score).flatMap(({ decision }) =>
    decision === null ? [] : [decision.facts['event'] as string],
  );
}

function withinMost(
  view: CaseView,
  event: string,
  points: number,
): Result<NothingMore, 'contest-event-unknown' | 'points-too-many'> {
  const listed = eventsOf(view).find((each) => each.event === event);
  if (listed === undefined)
    return refuse('contest-event-unknown', `no event ${event}`, { pointer: '/event' });
  return points > listed.mostPoints
    ? refuse('points-too-many', `at most ${listed.mostPoints}`, { atMost: listed.mostPoints })
    : nothingMore;
}
