import { decisionOn } from '../../case/case-queries';
import { CalendarDate, Count, Form, noFields, OneOf, Papers, reasonOnly, Text } from '../../case/form';
import { nothingMore, step } from '../../case/step';
import { hazardRemedyMaxDays } from '../../law/policy';
import { refuse } from '../../refusal';
import { hazardGrades, hazardsFound, numberedApart } from '../hazard';
import { placeCode, wardenCode } from '../warden-network/forms';

const round = { place: placeCode, warden: wardenCode };
const photographs = Papers({ zh: '照片', en: 'Photographs' }, { maxItems: 20 });

/** 巡查记录: what a warden has seen on a round, as the leader of the team enters it. */
export const report = step({
  id: 'warden-patrol/report',
  title: { zh: '巡查记录', en: 'What the round has found' },
  stage: 'patrol',
  role: 'team-leader',
  verdicts: {
    found: {
      title: { zh: '发现隐患', en: 'A hazard' },
      form: Form({
        ...round,
        grade: OneOf({ zh: '隐患等级', en: 'Grade' }, hazardGrades),
        description: Text({ zh: '隐患情况', en: 'What was found' }),
        papers: photographs,
      }),
    },
    clean: {
      title: { zh: '未发现隐患', en: 'No hazard' },
      form: Form({ ...round, papers: photographs }),
    },
  },
  limit: 'limit.warden-patrol.report',
  ladder: 'ladder.warden',
  separateFrom: [],
  // Whether place and warden stand in the network of the firm is asked at the desk.
  refusals: ['place-unknown', 'warden-unknown'],
});

/** The firm remedies a hazard itself, hands it over to the bureau, or lets its fund deal with it. */
export const handling = step({
  id: 'warden-patrol/handling',
  title: { zh: '隐患处置', en: 'What becomes of the hazard' },
  stage: 'handling',
  role: 'chief-safety-officer',
  verdicts: {
    'own-remedy': {
      title: { zh: '本企业整改', en: 'Remedied by the firm' },
      form: Form({
        remedyDays: Count({ zh: '整改期限(自然日)', en: 'Days to remedy' }, { minimum: 1, maximum: 365 }),
        measure: Text({ zh: '整改措施', en: 'Measure' }),
      }),
    },
    'to-bureau': {
      title: { zh: '报送监管部门', en: 'Handed over to the bureau' },
      form: Form({ message: Text({ zh: '报送说明', en: 'What the bureau is told' }) }),
    },
    'to-fund': { title: { zh: '转安全基金', en: 'Passed on to the fund' }, form: noFields },
  },
  limit: 'limit.warden-patrol.handling',
  ladder: 'ladder.warden',
  separateFrom: [],
  refusals: ['remedy-term-too-long', 'major-to-bureau'],
  derive: ({ verdict, facts, view, policy }) => {
    const found = decisionOn(view, report).facts;
    // 安全生产法 art. 41: a major hazard is told to the authority.
    if (verdict !== 'to-bureau' && 'grade' in found && found.grade === 'major')
      return refuse('major-to-bureau', 'a major hazard is told to the bureau');
    const longest = hazardRemedyMaxDays(policy);
    return verdict === 'own-remedy' && facts.remedyDays > longest
      ? refuse('remedy-term-too-long', `at most ${longest} days`, { longestDays: longest })
      : nothingMore;
  },
});

export const remedy = step({
  id: 'warden-patrol/remedy',
  title: { zh: '本企业整改', en: 'Remedy by the firm' },
  stage: 'handling',
  role: 'team-leader',
  verdicts: {
    remedied: {
      title: { zh: '已整改', en: 'Remedied' },
      form: Form({ statement: Text({ zh: '整改情况', en: 'What was done' }), papers: photographs }),
    },
  },
  limit: 'limit.warden-patrol.remedy',
  lengthIsSet: 'in-days',
  ladder: 'ladder.warden',
  separateFrom: [],
});

/** 企业复查, by another person of the firm than whoever remedied it. */
export const recheck = step({
  id: 'warden-patrol/recheck',
  title: { zh: '企业复查', en: 'Re-check by the firm' },
  stage: 'handling',
  role: 'chief-safety-officer',
  verdicts: {
    passed: { title: { zh: '复查合格', en: 'Passed' }, form: noFields },
    reopened: { title: { zh: '未整改到位', en: 'Not remedied' }, form: reasonOnly },
  },
  limit: 'limit.warden-patrol.recheck',
  ladder: 'ladder.warden',
  separateFrom: ['warden-patrol/remedy'],
});

/**
 * The firm's fund has taken the hazard over: a report names this round as its source. Until then the round stays open,
 * so that nothing is lost between the two. The zone, which reads rounds, is told nothing of the report.
 */
export const passingOn = step({
  id: 'warden-patrol/passing-on',
  title: { zh: '转安全基金报告', en: 'Reported to the fund' },
  stage: 'handling',
  role: 'team-leader',
  verdicts: { reported: { title: { zh: '已提交员工报告', en: 'A report names the round' }, form: noFields } },
  limit: 'limit.warden-patrol.passing-on',
  ladder: 'ladder.warden',
  separateFrom: [],
  // Whether a report names it is asked at the desk.
  refusals: ['fund-report-missing'],
});

/** 现场核查: what a firm has handed over becomes an order only by what an officer has seen (国办发〔2024〕54号). */
export const siteCheck = step({
  id: 'warden-patrol/site-check',
  title: { zh: '监管部门现场核查', en: 'Check on the site by an officer' },
  stage: 'site-check',
  role: 'inspector',
  issued: 'decided',
  verdicts: {
    confirmed: {
      title: { zh: '属实', en: 'Confirmed' },
      form: Form({
        checkedOn: CalendarDate({ zh: '核查日期', en: 'Checked on' }, 'happened'),
        hazards: hazardsFound,
      }),
    },
    'not-confirmed': {
      title: { zh: '不属实或已消除', en: 'Not confirmed' },
      form: Form({
        checkedOn: CalendarDate({ zh: '核查日期', en: 'Checked on' }, 'happened'),
        message: Text(
          { zh: '告知企业的核查情况', en: 'What the enterprise is told' },
          { maxLength: 1000, goesTo: 'enterprise' },
        ),
      }),
    },
  },
  limit: 'limit.warden-patrol.site-check',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['form-invalid'],
  derive: (input) => (input.verdict === 'confirmed' ? numberedApart(input.facts.hazards) : nothingMore),
});

/** In the order of the procedure. */
export const steps = [report, handling, remedy, recheck, passingOn, siteCheck];
