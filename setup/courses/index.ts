import type { CaseType } from '../../domain/case/case-type';
import { caseTypeOf } from '../../domain/case/step';
import { stepDef } from '../../domain/cases/catalogue';
import type { Role } from '../../domain/role';
import { approvalItemCourse } from './approval-item';
import { certificateCourse } from './certificate';
import { chiefOfficerCourse } from './network/chief-officer';
import type { Course, Entry, Said, Scene, Seat } from './course';
import { contestCourse, contestTeamCourse } from './network/contest';
import { campaignCourse, dangerCourse, diagnosisCourse } from './network/diagnosis';
import { creditRepairCourse } from './credit-repair';
import { fundReportCourse } from './network/fund-report';
import { inspectionCourse } from './inspection';
import { leastDecision } from './least-decision';
import { noticeCourse } from './notice';
import { payoutCourse } from './payout';
import { projectCourse } from './project';
import { rectificationCourse } from './rectification';
import { safetyFundCourse } from './network/safety-fund';
import { tipOffCourse } from './tip-off';
import { trainingFileCourse, trainingSessionCourse } from './network/training';
import { networkCourse, patrolCourse } from './network/wardens';

export type { Said, Scene, Seat } from './course';

/*
 * How cases usually go: who decides what, with which words. The demonstrations, the bench and the tests read it here
 * and nowhere else. A step or a type of case without an entry is decided by the least that its form asks for.
 */

const courses: Partial<Record<CaseType, Course>> = {
  'tip-off': tipOffCourse,
  rectification: rectificationCourse,
  payout: payoutCourse,
  project: projectCourse,
  'approval-item': approvalItemCourse,
  certificate: certificateCourse,
  inspection: inspectionCourse,
  'credit-repair': creditRepairCourse,
  notice: noticeCourse,
  'warden-network': networkCourse,
  'warden-patrol': patrolCourse,
  contest: contestCourse,
  'contest-team': contestTeamCourse,
  'training-file': trainingFileCourse,
  'training-session': trainingSessionCourse,
  'chief-officer': chiefOfficerCourse,
  'safety-fund': safetyFundCourse,
  'fund-report': fundReportCourse,
  'diagnosis-campaign': campaignCourse,
  diagnosis: diagnosisCourse,
  'danger-notice': dangerCourse,
};

/** A step on an uneventful day. */
export interface Usual extends Pick<Entry, 'needs' | 'last'> {
  readonly by: Seat;
  readonly says: (scene: Scene) => Promise<Said>;
}

/** How a step is usually decided: by the entry of its course, or by the least that its form asks for. */
export function usual(step: string): Usual {
  const def = stepDef(step);
  const entry = courseOf(caseTypeOf(step)).find(
    (each): each is Entry => 'step' in each && each.step === step,
  );
  const { by = seatOf[def.role], says = (scene: Scene) => leastDecision(def, scene, seatOf) } = entry ?? {};
  return {
    ...entry,
    by,
    says: async (scene) => (typeof says === 'function' ? says(scene) : says),
  };
}

/** The steps of the straight way of a case, with those of its child cases at their place. */
export function straightWay(caseType: CaseType): string[] {
  return courseOf(caseType).flatMap((each) => {
    if ('child' in each) return straightWay(each.child as CaseType);
    return each.aside ? [] : [each.step];
  });
}

function courseOf(caseType: CaseType): Course {
  return courses[caseType] ?? [];
}

/** Who opens a case or decides a step where the course does not say otherwise. */
export const seatOf: Readonly<Record<Role, Seat>> = {
  'intake-clerk': 'clerk',
  'section-chief': 'chief',
  inspector: 'lead',
  'government-liaison': 'liaison',
  'legal-officer': 'legal',
  'reward-officer': 'rewardOfficer',
  approver: 'director',
  payer: 'payer',
  confirmer: 'confirmer',
  'project-officer': 'projectOfficer',
  'department-officer': 'handler',
  archivist: 'archivist',
  'policy-editor': 'policyEditor',
  'expert-liaison': 'expertLiaison',
  expert: 'expert',
  institute: 'institute',
  'contest-organiser': 'organiser',
  'contest-judge': 'judge',
  'training-organiser': 'trainer',
  'enterprise-contact': 'firm',
  'enterprise-head': 'firmHead',
  'chief-safety-officer': 'firmSafety',
  'enterprise-cashier': 'firmCashier',
  'team-leader': 'firmTeam',
  reporter: 'reporter',
  // None of these decides a step; a chief would.
  auditor: 'chief',
  operator: 'chief',
  administrator: 'chief',
};
