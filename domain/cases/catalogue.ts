import type { CaseType } from '../case/case-type';
import type { CaseTypeDef, Door } from '../case/case-type-def';
import type { OpeningDef } from '../case/opening';
import type { AnyStep } from '../case/step';
import { CaseMisfit } from '../misfit';
import type { Title } from '../role';
import { approvalItem } from './approval-item/case-type';
import { certificate } from './certificate/case-type';
import { contest } from './contest/case-type';
import { contestTeam } from './contest-team/case-type';
import { chiefOfficer } from './chief-officer/case-type';
import { creditRepair } from './credit-repair/case-type';
import { dangerNotice } from './danger-notice/case-type';
import { diagnosis } from './diagnosis/case-type';
import { diagnosisCampaign } from './diagnosis-campaign/case-type';
import { expertService } from './expert-service/case-type';
import { fundReport } from './fund-report/case-type';
import { inspection } from './inspection/case-type';
import { notice } from './notice/case-type';
import { payout } from './payout/case-type';
import { project } from './project/case-type';
import { rectification } from './rectification/case-type';
import { safetyFund } from './safety-fund/case-type';
import { tipOff } from './tip-off/case-type';
import { trainingFile } from './training-file/case-type';
import { trainingSession } from './training-session/case-type';
import { wardenNetwork } from './warden-network/case-type';
import { wardenPatrol } from './warden-patrol/case-type';

/** Every type of case. A new type begins with a folder of its own and a line here. */
export const caseTypes: Readonly<Record<CaseType, CaseTypeDef>> = {
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

export const caseTypeNames = Object.keys(caseTypes) as CaseType[];

/** A type of case by its name. */
export function caseTypeDef(name: CaseType): CaseTypeDef {
  return caseTypes[name];
}

/** Every step of the system, by id. The API, the worklists, the console and the documentation read this. */
export const steps: ReadonlyMap<string, AnyStep> = new Map(
  caseTypeNames.flatMap((name) => caseTypeDef(name).steps).map((def) => [def.id, def]),
);

/** A step by its id. Throws CaseMisfit for an id that the catalogue does not have. */
export function stepDef(id: string): AnyStep {
  const def = steps.get(id);
  if (def === undefined) throw new CaseMisfit('step-unknown', { step: id });
  return def;
}

/** What a step is called; one that the catalogue no longer has by its id, so that one old case spoils no list. */
export function stepTitle(id: string): Title {
  return steps.get(id)?.title ?? { zh: id, en: id };
}

export interface Opening extends OpeningDef {
  readonly caseType: CaseType;
}

/** The types of case that staff open by a form. */
export const openings: readonly Opening[] = caseTypeNames.flatMap((name) => {
  const { begins } = caseTypeDef(name);
  return begins.by === 'form' ? [{ ...begins, caseType: name }] : [];
});

/** The types of case that a reporter opens through the public door as well. */
export const reporterOpenings = openings.flatMap(({ byReporter, ...opening }) =>
  byReporter === undefined ? [] : [{ ...opening, byReporter }],
);

/** The form by which staff open a case of this type; undefined where they do not. */
export function openingOf(name: CaseType): Opening | undefined {
  return openings.find(({ caseType }) => caseType === name);
}

/** The type of case that begins through a door of its own. */
export function caseTypeBehind(door: Door): CaseType {
  const name = caseTypeNames.find((each) => {
    const { begins } = caseTypeDef(each);
    return begins.by === 'door' && begins.door === door;
  });
  if (name === undefined) throw new Error(`no type of case behind the door ${door}`);
  return name;
}
