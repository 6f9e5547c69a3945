import type { CaseType } from '../../domain/case/case-type';
import { approvalItemHooks } from './approval-item';
import type { CaseHooks } from './case-hooks';
import { campaignHooks } from './diagnosis/campaign';
import { diagnosisHooks } from './diagnosis/diagnosis';
import { expertServiceHooks } from './network/expert-service';
import { contestHooks, contestTeamHooks } from './network/contest';
import { chiefOfficerHooks } from './network/chief-officer';
import { fundReportHooks } from './safety-fund/report';
import { payoutHooks } from './payout';
import { safetyFundHooks } from './safety-fund/fund';
import { tipOffHooks } from './tip-off';
import { trainingFileHooks } from './training/file';
import { trainingSessionHooks } from './training/session';
import { networkHooks } from './wardens/network';
import { patrolHooks } from './wardens/patrol';

/** The hooks of the types that have any. */
const hooks: { readonly [T in CaseType]?: CaseHooks } = {
  'tip-off': tipOffHooks,
  payout: payoutHooks,
  'approval-item': approvalItemHooks,
  'expert-service': expertServiceHooks,
  'warden-network': networkHooks,
  'warden-patrol': patrolHooks,
  contest: contestHooks,
  'contest-team': contestTeamHooks,
  'chief-officer': chiefOfficerHooks,
  'safety-fund': safetyFundHooks,
  'fund-report': fundReportHooks,
  'training-file': trainingFileHooks,
  'training-session': trainingSessionHooks,
  'diagnosis-campaign': campaignHooks,
  diagnosis: diagnosisHooks,
};

/** The hooks of a type of case; empty where it has none. */
export function hooksOf(caseType: CaseType): CaseHooks {
  return hooks[caseType] ?? {};
}
