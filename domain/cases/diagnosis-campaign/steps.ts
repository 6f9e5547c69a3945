import { decisionOn, latestDecision } from '../../case/case-queries';
import type { CaseView } from '../../case/case-view';
import {
  CalendarDate,
  EnterpriseRef,
  Form,
  Label,
  ListOf,
  PersonRef,
  PolicyCode,
  Text,
} from '../../case/form';
import { opening } from '../../case/opening';
import { nothingMore, step } from '../../case/step';
import { ok, refuse } from '../../refusal';
import type { PlainDate } from '../../time/calendar';
import { planApproval } from '../plan-approval';

export const campaignOpening = opening({
  title: { zh: '诊断服务立项', en: 'Open a campaign of diagnoses' },
  role: 'expert-liaison',
  form: Form({
    name: Label({ zh: '名称', en: 'Name' }, { maxLength: 120 }),
    purpose: Text({ zh: '目的与背景', en: 'Purpose' }),
  }),
  looksBack: false,
  refusals: [],
  admit: () => ok({}),
});

/** 诊断名单: who of the institute goes to which firms, and of which trade these are. */
export const list = step({
  id: 'diagnosis-campaign/list',
  title: { zh: '确定诊断名单', en: 'List the firms' },
  stage: 'plan',
  role: 'expert-liaison',
  verdicts: {
    listed: {
      title: { zh: '报批', en: 'Hand in' },
      form: Form({
        endBy: CalendarDate({ zh: '完成日期', en: 'To be done by' }, 'planned'),
        groups: ListOf(
          { zh: '分组', en: 'Groups' },
          Form({
            institute: PersonRef('institute', { zh: '诊断机构人员', en: 'Who of the institute goes there' }),
            firms: ListOf(
              { zh: '企业', en: 'Firms' },
              Form({
                enterpriseId: EnterpriseRef({ zh: '企业', en: 'Enterprise' }),
                trade: PolicyCode({ zh: '行业', en: 'Trade' }),
              }),
              { minItems: 1, maxItems: 100 },
            ),
          }),
          { minItems: 1, maxItems: 20 },
        ),
      }),
    },
  },
  limit: 'limit.diagnosis-campaign.list',
  ladder: 'ladder.standard',
  separateFrom: [],
  // Whether the firms are entered is asked at the desk.
  refusals: ['form-invalid', 'trade-unknown', 'enterprise-unknown'],
  derive: ({ facts: { groups }, policy }) => {
    const firms = inGroups(groups);
    if (new Set(firms.map(({ enterpriseId }) => enterpriseId)).size < firms.length)
      return refuse('form-invalid', 'each firm once', { pointer: '/groups' });
    const unknown = firms.find(({ trade }) => !(`diagnosis-trade.${trade}` in policy.rows));
    return unknown === undefined
      ? nothingMore
      : refuse('trade-unknown', `no trade '${unknown.trade}'`, { trade: unknown.trade });
  },
});

export const approval = step({
  id: 'diagnosis-campaign/approval',
  title: { zh: '名单审批', en: 'Approval of the list' },
  stage: 'plan',
  role: 'section-chief',
  verdicts: planApproval,
  limit: 'limit.diagnosis-campaign.approval',
  ladder: 'ladder.standard',
  separateFrom: ['diagnosis-campaign/list'],
});

/** Diagnoses are under way. The desk joins what they have come to, in figures, to the decision that ends it. */
export const running = step({
  id: 'diagnosis-campaign/running',
  title: { zh: '诊断实施与总结', en: 'Diagnoses under way' },
  stage: 'running',
  role: 'expert-liaison',
  verdicts: {
    reported: {
      title: { zh: '形成总结', en: 'Report' },
      form: Form({ summary: Text({ zh: '总结', en: 'Summary' }) }),
    },
  },
  limit: 'limit.diagnosis-campaign.running',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['diagnoses-open'],
});

/** In the order of the procedure. */
export const steps = [list, approval, running];

/** A firm of an approved list. */
export interface ListedFirm {
  readonly enterpriseId: string;
  readonly trade: string;
  readonly institute: string;
}

/** The firms of a campaign that are to be diagnosed; none before the list is approved, and after its end. */
export function firmsOf(campaign: CaseView): readonly ListedFirm[] {
  const approved = latestDecision(campaign, approval)?.verdict === 'approved';
  return approved && campaign.closed === null ? listedIn(campaign) : [];
}

/** The firms of the list as it was handed in last. */
export function listedIn(campaign: CaseView): readonly ListedFirm[] {
  return inGroups(latestDecision(campaign, list)?.facts.groups ?? []);
}

/** The firms of a list one by one; an id is the same in capitals. */
export function inGroups(
  groups: readonly {
    readonly institute: string;
    readonly firms: readonly Omit<ListedFirm, 'institute'>[];
  }[],
): ListedFirm[] {
  return groups.flatMap(({ institute, firms }) =>
    firms.map(({ enterpriseId, trade }) => ({ enterpriseId: enterpriseId.toLowerCase(), trade, institute })),
  );
}

/** The day by which a listed campaign is to be done. */
export function endOf(campaign: CaseView): PlainDate {
  return decisionOn(campaign, list).facts.endBy;
}
