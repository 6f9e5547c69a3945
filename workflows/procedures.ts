import type { Procedure } from '../domain/case/case-file';
import type { CaseType } from '../domain/case/case-type';
import { approvalItem } from './approval-item';
import { certificate } from './certificate';
import { contest } from './contest';
import { contestTeam } from './contest-team';
import { chiefOfficer } from './chief-officer';
import { creditRepair } from './credit-repair';
import { dangerNotice } from './danger-notice';
import { diagnosis } from './diagnosis';
import { diagnosisCampaign } from './diagnosis-campaign';
import { expertService } from './expert-service';
import { fundReport } from './fund-report';
import { inspection } from './inspection';
import { notice } from './notice';
import { payout } from './payout';
import { project } from './project';
import { rectification } from './rectification';
import { safetyFund } from './safety-fund';
import { tipOff } from './tip-off';
import { trainingFile } from './training-file';
import { trainingSession } from './training-session';
import { wardenNetwork } from './warden-network';
import { wardenPatrol } from './warden-patrol';

/** Every procedure by the type of case that it carries. */
export const procedures: Readonly<Record<CaseType, Procedure>> = {
  'tip-off': tipOff,
  rectification,
  payout,
  project,
  'approval-item': approvalItem,
  certificate,
  inspection,
  'credit-repair': creditRepair,
  notice,
  'expert-service': expertService,
  'warden-network': wardenNetwork,
  'warden-patrol': wardenPatrol,
  contest,
  'contest-team': contestTeam,
  'chief-officer': chiefOfficer,
  'safety-fund': safetyFund,
  'fund-report': fundReport,
  'training-file': trainingFile,
  'training-session': trainingSession,
  'diagnosis-campaign': diagnosisCampaign,
  diagnosis,
  'danger-notice': dangerNotice,
};
