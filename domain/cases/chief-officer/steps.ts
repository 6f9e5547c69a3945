import { Type } from 'typebox';
import { CalendarDate, Count, Flag, Form, noFields, OneOf, PersonRef, Text } from '../../case/form';
import { decisionOn } from '../../case/case-queries';
import { nothingMore, step, type Derived } from '../../case/step';
import { officerPostTitles } from '../../law/network/chief-officer-values';
import { rowOf } from '../../law/policy';
import { ok, refuse, type Result } from '../../refusal';
import { addDays, addMonths, shanghaiDate, type PlainDate } from '../../time/calendar';
import { appointmentsOf, dutiesSinceReview } from './appointments';
import { certificateEnd, fitForOffice, fitnessRefusals } from './fitness';
import { nominateBy } from './vacancy';

/** What the law asks of somebody in the post: the firm says it, and an officer of the bureau enters what they found. */
const qualities = {
  post: OneOf({ zh: '现任职务', en: 'Post in the firm' }, officerPostTitles),
  dedicated: Flag({ zh: '专人专职', en: 'A full post, with no other work beside it' }),
  safetyYears: Count({ zh: '安全管理年限', en: 'Years in safety management' }, { maximum: 60 }),
  certificateIssuedOn: CalendarDate(
    { zh: '合格证书发证日期', en: 'Day on which the certificate was issued' },
    'established',
  ),
  penalisedOn: Type.Optional(
    CalendarDate(
      { zh: '刑罚执行完毕或受撤职处分之日', en: 'End of a sentence, or day of a removal from office' },
      'established',
    ),
  ),
};

// Null where a verdict does not lead there.
type PlanBy = { readonly planBy: PlainDate | null };
type NominateBy = { readonly nominateBy: PlainDate | null };

const toFirm = (zh: string, en: string) => Text({ zh, en }, { maxLength: 1000, goesTo: 'enterprise' });

/** 提名: the firm's head names somebody of the firm; the post is vacant until the bureau has filed it. */
export const nomination = step({
  id: 'chief-officer/nomination',
  title: { zh: '提名', en: 'Nomination' },
  stage: 'appointment',
  role: 'enterprise-head',
  verdicts: {
    nominated: {
      title: { zh: '提名', en: 'Nominate' },
      form: Form({
        officer: PersonRef('chief-safety-officer', { zh: '人选', en: 'Nominee' }),
        ...qualities,
        statement: Text({ zh: '推荐说明', en: 'Statement' }, { maxLength: 1000 }),
      }),
    },
  },
  limit: 'limit.chief-officer.nomination',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: [...fitnessRefusals, 'officer-elsewhere'],
  derive: ({ facts, policy, now }) => fitForOffice(facts, policy, shanghaiDate(now)),
});

/** 审核: what the firm has said is held against its papers. */
export const check = step({
  id: 'chief-officer/check',
  title: { zh: '审核', en: 'Check' },
  stage: 'appointment',
  role: 'inspector',
  issued: 'decided',
  verdicts: {
    fit: { title: { zh: '符合条件', en: 'Fit' }, form: Form(qualities) },
    returned: {
      title: { zh: '退回', en: 'Return' },
      form: Form({ reason: toFirm('退回理由', 'Reason') }),
    },
  },
  limit: 'limit.chief-officer.check',
  ladder: 'ladder.standard',
  separateFrom: ['chief-officer/nomination'],
  refusals: fitnessRefusals,
  derive: ({ verdict, facts, policy, now }) =>
    verdict === 'fit'
      ? fitForOffice(facts, policy, shanghaiDate(now))
      : ok({ facts: { certificateUntil: null } }),
});

/** 备案: another person files what was checked. From here on the firm has its officer, and the duties run. */
export const filing = step({
  id: 'chief-officer/filing',
  title: { zh: '备案', en: 'Filing' },
  stage: 'appointment',
  role: 'section-chief',
  issued: 'decided',
  verdicts: {
    filed: { title: { zh: '予以备案', en: 'File' }, form: noFields },
    returned: {
      title: { zh: '退回', en: 'Return' },
      form: Form({ reason: toFirm('退回理由', 'Reason') }),
    },
  },
  limit: 'limit.chief-officer.filing',
  ladder: 'ladder.standard',
  separateFrom: ['chief-officer/nomination', 'chief-officer/check'],
  refusals: ['officer-elsewhere', 'officer-certificate-ended'],
  derive: ({ verdict, view, policy, now }): Result<Derived<PlanBy>, 'officer-certificate-ended'> => {
    const today = shanghaiDate(now);
    if (verdict === 'returned') return ok({ facts: { planBy: null } });
    const { certificateUntil } = decisionOn(view, check).facts;
    return certificateUntil === null || certificateUntil < today
      ? refuse('officer-certificate-ended', `the certificate ended on ${certificateUntil}`)
      : ok({ facts: { planBy: addDays(today, rowOf(policy, 'chief-officer.plan').value.firstDays) } });
  },
});

/**
 * 在岗: somebody is in office until their certificate ends, they leave, or the firm shows a newer certificate. Reminders
 * are rungs of the ladder, in days before the last one.
 */
export const service = step({
  id: 'chief-officer/service',
  title: { zh: '在岗', en: 'In office' },
  stage: 'service',
  role: 'enterprise-head',
  verdicts: {
    renewed: {
      title: { zh: '证书延续', en: 'Show a newer certificate' },
      form: Form({ certificateIssuedOn: qualities.certificateIssuedOn }),
    },
    left: {
      title: { zh: '离岗或更换', en: 'Report that the officer has left' },
      form: Form({
        leftOn: CalendarDate({ zh: '离岗日期', en: 'Left on' }, 'happened'),
        cause: OneOf(
          { zh: '原因', en: 'Cause' },
          {
            replaced: { zh: '更换人选', en: 'Replaced' },
            resigned: { zh: '离职', en: 'Left the firm' },
            removed: { zh: '免职', en: 'Removed' },
          },
        ),
      }),
    },
    expired: { title: { zh: '证书到期', en: 'The certificate has ended' }, form: noFields },
  },
  limit: 'limit.chief-officer.certificate',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.chief-officer.certificate',
  onExpiry: 'expired',
  separateFrom: [],
  refusals: ['form-invalid'],
  derive: (input): Result<Derived<NominateBy>, 'form-invalid'> => {
    const { policy, state, view, now } = input;
    const today = shanghaiDate(now);
    switch (input.verdict) {
      case 'expired':
        return ok({ facts: { nominateBy: nominateBy(policy, state.clock.dueOn ?? today) } });
      case 'left': {
        const since = appointmentsOf(view).at(-1)?.filedOn ?? today;
        return input.facts.leftOn < since
          ? refuse('form-invalid', `must be a day from ${since} on`, { pointer: '/leftOn' })
          : ok({ facts: { nominateBy: nominateBy(policy, input.facts.leftOn) } });
      }
      case 'renewed': {
        const until = certificateEnd(policy, input.facts.certificateIssuedOn);
        return until <= (state.clock.dueOn ?? today)
          ? refuse('form-invalid', 'ends no later than the one before', { pointer: '/certificateIssuedOn' })
          : ok({ facts: { nominateBy: null } });
      }
    }
  },
});

/** The newer certificate is seen by the bureau before it counts. */
export const renewalCheck = step({
  id: 'chief-officer/renewal-check',
  title: { zh: '新证书核验', en: 'Check of the newer certificate' },
  stage: 'service',
  role: 'inspector',
  issued: 'decided',
  verdicts: {
    confirmed: {
      title: { zh: '确认', en: 'Confirm' },
      form: Form({ certificateIssuedOn: qualities.certificateIssuedOn }),
    },
    refused: {
      title: { zh: '不予确认', en: 'Do not confirm' },
      form: Form({ reason: toFirm('理由', 'Reason') }),
    },
  },
  limit: 'limit.chief-officer.renewal-check',
  ladder: 'ladder.standard',
  separateFrom: ['chief-officer/service'],
  derive: ({ verdict, facts, policy }) =>
    ok({
      facts: {
        certificateUntil: verdict === 'confirmed' ? certificateEnd(policy, facts.certificateIssuedOn) : null,
      },
    }),
});

/** 年度安全生产工作计划 */
export const plan = step({
  id: 'chief-officer/plan',
  title: { zh: '年度工作计划', en: 'Plan of the year' },
  stage: 'duties',
  role: 'chief-safety-officer',
  verdicts: {
    'handed-in': {
      title: { zh: '提交', en: 'Hand in' },
      form: Form({
        measures: Count({ zh: '措施项数', en: 'Number of measures' }, { minimum: 1, maximum: 1_000 }),
        plan: Text({ zh: '计划内容', en: 'The plan' }),
      }),
    },
  },
  limit: 'limit.chief-officer.plan',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['officer-not-in-office'],
  derive: ({ policy, now }) => {
    const { everyMonths } = rowOf(policy, 'chief-officer.plan').value;
    return ok({ facts: { nextPlanBy: addMonths(shanghaiDate(now), everyMonths) } });
  },
});

const heldOn = CalendarDate({ zh: '日期', en: 'Held on' }, 'happened');
const participants = Count({ zh: '参加人数', en: 'How many took part' }, { minimum: 1, maximum: 100_000 });

/** 安全教育培训 that the officer has organised. */
export const training = step({
  id: 'chief-officer/training',
  title: { zh: '教育培训', en: 'Training' },
  stage: 'duties',
  role: 'chief-safety-officer',
  verdicts: {
    held: {
      title: { zh: '登记', en: 'Enter' },
      form: Form({
        heldOn,
        participants,
        hours: Count({ zh: '学时', en: 'Hours' }, { minimum: 1, maximum: 200 }),
        subject: Text({ zh: '培训内容', en: 'Subject' }, { maxLength: 1000 }),
      }),
    },
  },
  limit: 'limit.chief-officer.training',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['officer-not-in-office'],
  derive: () => nothingMore,
});

/** 隐患排查: a round through the firm, with what was found. */
export const rounds = step({
  id: 'chief-officer/rounds',
  title: { zh: '隐患排查', en: 'Round for hazards' },
  stage: 'duties',
  role: 'chief-safety-officer',
  verdicts: {
    held: {
      title: { zh: '登记', en: 'Enter' },
      form: Form({
        heldOn,
        generalHazards: Count({ zh: '一般隐患', en: 'General hazards' }, { maximum: 10_000 }),
        majorHazards: Count({ zh: '重大隐患', en: 'Major hazards' }, { maximum: 10_000 }),
        findings: Text({ zh: '排查情况', en: 'Findings' }),
      }),
    },
  },
  limit: 'limit.chief-officer.rounds',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['officer-not-in-office'],
  derive: () => nothingMore,
});

/** 应急演练 with its record: what was practised, when, how many took part, and what it has shown. */
export const drill = step({
  id: 'chief-officer/drill',
  title: { zh: '应急演练', en: 'Drill' },
  stage: 'duties',
  role: 'chief-safety-officer',
  verdicts: {
    held: {
      title: { zh: '登记演练记录', en: 'Enter the record' },
      form: Form({
        heldOn,
        participants,
        scenario: OneOf(
          { zh: '演练科目', en: 'Scenario' },
          {
            evacuation: { zh: '疏散逃生', en: 'Evacuation' },
            fire: { zh: '火灾扑救', en: 'Fire' },
            'confined-space': { zh: '有限空间救援', en: 'Rescue from a confined space' },
            leak: { zh: '泄漏处置', en: 'Leak' },
            'machine-injury': { zh: '机械伤害救护', en: 'Injury by a machine' },
            'flood-typhoon': { zh: '防汛防台', en: 'Flood and typhoon' },
            other: { zh: '其他', en: 'Other' },
          },
        ),
        course: Text({ zh: '演练过程', en: 'How it went' }),
        findings: Text({ zh: '发现的问题与改进', en: 'What it has shown' }),
      }),
    },
  },
  limit: 'limit.chief-officer.drill',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['officer-not-in-office'],
  derive: () => nothingMore,
});

/** 年度评议: the bureau looks at what was done since the last one; the figures come from the record. */
export const review = step({
  id: 'chief-officer/review',
  title: { zh: '年度评议', en: 'Yearly review' },
  stage: 'review',
  role: 'inspector',
  issued: 'decided',
  verdicts: {
    fulfilled: {
      title: { zh: '履职到位', en: 'Duties fulfilled' },
      form: Form({ assessment: toFirm('评议意见', 'Assessment') }),
    },
    deficient: {
      title: { zh: '履职不到位', en: 'Duties not fulfilled' },
      form: Form({ assessment: toFirm('评议意见', 'Assessment') }),
    },
    'release-proposed': {
      title: { zh: '建议不再设岗', en: 'Propose to release the firm from the post' },
      form: Form({ assessment: toFirm('理由', 'Reason') }),
    },
  },
  limit: 'limit.chief-officer.review',
  ladder: 'ladder.standard',
  separateFrom: [],
  derive: ({ view }) => ok({ facts: { ...dutiesSinceReview(view) } }),
});

/** Nobody alone frees a firm from the post. */
export const release = step({
  id: 'chief-officer/release',
  title: { zh: '不再设岗审批', en: 'Decision on the release' },
  stage: 'review',
  role: 'section-chief',
  issued: 'decided',
  verdicts: {
    released: { title: { zh: '同意', en: 'Release' }, form: noFields },
    kept: {
      title: { zh: '不同意', en: 'Keep the post' },
      form: Form({ reason: toFirm('理由', 'Reason') }),
    },
  },
  limit: 'limit.chief-officer.release',
  ladder: 'ladder.standard',
  separateFrom: ['chief-officer/review'],
});

/** In the order of the procedure. */
export const steps = [
  nomination,
  check,
  filing,
  service,
  renewalCheck,
  plan,
  training,
  rounds,
  drill,
  review,
  release,
];
