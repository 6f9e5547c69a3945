import { addMonths, shanghaiDate } from '../../time/calendar';
import { CalendarDate, Form, noFields, Text } from '../../case/form';
import { listedItem } from '../../law/matter';
import { decisionOn, latestDecision } from '../../case/case-queries';
import { ok, refuse } from '../../refusal';
import type { Title } from '../../role';
import { nothingMore, step } from '../../case/step';
import { gateOpen } from './gate';
import { notification } from './notification';
import { notBefore } from '../not-before';

/** A gate between two stages: somebody above lets the project through once nothing that the list asks for is missing. */
function gateStep<const Name extends string>(name: Name, stage: string, title: Title) {
  return step({
    id: `project/${name}-gate`,
    title,
    stage,
    role: 'approver',
    issued: 'open',
    verdicts: { passed: { title: { zh: '通过', en: 'Pass' }, form: noFields } },
    limit: `limit.project.${name}-gate`,
    ladder: 'ladder.project',
    separateFrom: ['project/notification'],
    party: 'enterprise',
    refusals: ['gate-shut'],
    derive: ({ view }) => gateOpen(view, name),
  });
}

// --- 招引落地 intake --------------------------------------------------------------------------

export const lead = step({
  id: 'project/lead',
  title: { zh: '招引洽谈', en: 'Lead' },
  stage: 'intake',
  role: 'project-officer',
  issued: 'open',
  verdicts: {
    settled: { title: { zh: '签约落地', en: 'Settles in the zone' }, form: noFields },
    dropped: {
      title: { zh: '未落地', en: 'Dropped' },
      form: Form({ reason: Text({ zh: '原因', en: 'Reason' }, { goesTo: 'enterprise' }) }),
    },
  },
  limit: 'limit.project.lead',
  ladder: 'ladder.standard',
  separateFrom: [],
});

export const constructionGate = gateStep('construction', 'intake', {
  zh: '进入建设阶段',
  en: 'Gate into construction',
});

// --- 在建施工 construction --------------------------------------------------------------------

/** 开工 within three months of the permit, put off twice at most, or the permit is void (建筑法 art. 9). */
export const start = step({
  id: 'project/start',
  title: { zh: '开工', en: 'Start of the works' },
  stage: 'construction',
  role: 'enterprise-contact',
  verdicts: {
    started: {
      title: { zh: '已开工', en: 'Started' },
      form: Form({ startedOn: CalendarDate({ zh: '开工日期', en: 'Started on' }, 'happened') }),
    },
    'permit-void': { title: { zh: '逾期未开工,许可证废止', en: 'Permit void' }, form: noFields },
  },
  limit: 'limit.project.start',
  extension: 'extension.project.start',
  ladder: 'ladder.project',
  onExpiry: 'permit-void',
  separateFrom: [],
  refusals: ['gate-shut'],
  derive: ({ verdict, view }) => (verdict === 'started' ? gateOpen(view, 'start') : nothingMore),
});

export const works = step({
  id: 'project/works',
  title: { zh: '施工', en: 'Works' },
  stage: 'construction',
  role: 'enterprise-contact',
  verdicts: {
    completed: {
      title: { zh: '已竣工', en: 'Completed' },
      form: Form({ completedOn: CalendarDate({ zh: '竣工日期', en: 'Completed on' }, 'happened') }),
    },
    stopped: {
      title: { zh: '中止施工', en: 'Stopped' },
      form: Form({
        stoppedOn: CalendarDate({ zh: '停工日期', en: 'Stopped on' }, 'happened'),
        reason: Text({ zh: '原因', en: 'Reason' }),
      }),
    },
  },
  limit: 'limit.project.works',
  ladder: 'ladder.project',
  separateFrom: [],
  refusals: ['form-invalid'],
  derive: ({ verdict, facts, view }) => {
    const begun = latestDecision(view, start);
    if (begun?.verdict !== 'started') return nothingMore;
    const from = begun.facts.startedOn;
    return verdict === 'stopped'
      ? notBefore(from, 'stoppedOn', facts.stoppedOn)
      : notBefore(from, 'completedOn', facts.completedOn);
  },
});

/** A stop is reported to the issuing body within a month (建筑法 art. 10). */
export const stopReport = step({
  id: 'project/stop-report',
  title: { zh: '停工报告', en: 'Report of the stop' },
  stage: 'construction',
  role: 'enterprise-contact',
  verdicts: {
    reported: {
      title: { zh: '已报告', en: 'Reported' },
      form: Form({ measures: Text({ zh: '维护管理措施', en: 'Measures on the site' }) }),
    },
  },
  limit: 'limit.project.stop-report',
  ladder: 'ladder.project',
  separateFrom: [],
});

/** Works that stood still for a year have their permit verified before they go on (建筑法 art. 10). */
export const resumption = step({
  id: 'project/resumption',
  title: { zh: '恢复施工', en: 'Resumption' },
  stage: 'construction',
  role: 'enterprise-contact',
  verdicts: {
    resumed: { title: { zh: '申请复工', en: 'Resume' }, form: noFields },
  },
  limit: 'limit.project.resumption',
  ladder: 'ladder.project',
  separateFrom: [],
  derive: ({ view, policy, now }) => {
    const stop = decisionOn(view, works);
    const verified = stop.verdict === 'stopped' && addMonths(stop.facts.stoppedOn, 12) <= shanghaiDate(now);
    return ok({ facts: { verification: verified ? listedItem(policy, permitVerification, 'works') : null } });
  },
});

const permitVerification = 'permit-verification';

export const operationGate = gateStep('operation', 'construction', {
  zh: '进入投产运营',
  en: 'Gate into operation',
});

// --- 投产运营 operation -----------------------------------------------------------------------

/** The archive of the construction is handed over and sealed; what stands in it by then is signed. */
export const handover = step({
  id: 'project/handover',
  title: { zh: '档案移交', en: 'Handover of the archive' },
  stage: 'operation',
  role: 'archivist',
  issued: 'open',
  verdicts: {
    sealed: { title: { zh: '接收并封存', en: 'Take over and seal' }, form: noFields },
    returned: {
      title: { zh: '退回补齐', en: 'Return' },
      form: Form({ reason: Text({ zh: '原因', en: 'Reason' }, { goesTo: 'enterprise' }) }),
    },
  },
  limit: 'limit.project.handover',
  ladder: 'ladder.standard',
  seals: 'sealed',
  separateFrom: [],
  derive: ({ verdict, view }) => ok({ facts: { sealedSeq: verdict === 'sealed' ? view.seq : null } }),
});

export const yearlyReview = step({
  id: 'project/yearly-review',
  title: { zh: '年度检视', en: 'Yearly review' },
  stage: 'operation',
  role: 'project-officer',
  issued: 'open',
  verdicts: {
    continues: { title: { zh: '正常运营', en: 'In operation' }, form: noFields },
    ended: {
      title: { zh: '退出', en: 'Ended' },
      form: Form({ reason: Text({ zh: '原因', en: 'Reason' }, { goesTo: 'enterprise' }) }),
    },
  },
  limit: 'limit.project.yearly-review',
  ladder: 'ladder.project',
  separateFrom: [],
  // While the plant runs, no office has anything to do.
  party: 'enterprise',
  refusals: ['child-case-open'],
  derive: ({ verdict, view }) => {
    const open = Object.values(view.children).filter(({ closed }) => closed === null);
    return verdict === 'ended' && open.length > 0
      ? refuse('child-case-open', 'certificates and items still run', {
          open: open.map(({ number }) => number),
        })
      : nothingMore;
  },
});

/**
 * Milestones of a project, by the names that matters wait for; `gate.<name>` is the gate that the list calls `<name>`.
 */
export const milestones = {
  'gate.construction': { title: constructionGate.title, step: constructionGate.id, verdict: 'passed' },
  'gate.start': { title: start.title, step: start.id, verdict: 'started' },
  'gate.completion': { title: { zh: '竣工', en: 'Completion' }, step: works.id, verdict: 'completed' },
  'gate.operation': { title: operationGate.title, step: operationGate.id, verdict: 'passed' },
} as const;

export { notification };

/** In the order of the procedure. */
export const steps = [
  lead,
  notification,
  constructionGate,
  start,
  works,
  stopReport,
  resumption,
  operationGate,
  handover,
  yearlyReview,
];
