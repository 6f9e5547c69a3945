import type { PolicyLayer } from '../../../domain/law/policy';
import jxedzApprovals from './jxedz-approvals.json';
import jxedzExperts from './jxedz-experts.json';
import jxedzContest from './jxedz-contest.json';
import jxedzChiefOfficer from './jxedz-chief-officer.json';
import jxedzDiagnosis from './jxedz-diagnosis.json';
import jxedzFund from './jxedz-fund.json';
import jxedzMaterials from './jxedz-materials.json';
import jxedzNotices from './jxedz-notices.json';
import jxedzTraining from './jxedz-training.json';
import jxedzWardens from './jxedz-wardens.json';
import jxedz from './jxedz.json';
import nationalApprovals from './national-approvals.json';
import nationalMajorHazards from './national-major-hazards.json';
import nationalNotices from './national-notices.json';
import nationalPauses from './national-pauses.json';
import nationalTraining from './national-training.json';
import national from './national.json';
import zhejiangTraining from './zhejiang-training.json';
import zhejiang from './zhejiang.json';

/** What lies in this folder, by file: an authority's rows may be spread over several files. */
const files = {
  national,
  nationalApprovals,
  nationalMajorHazards,
  nationalNotices,
  nationalPauses,
  zhejiang,
  jxedz,
  jxedzApprovals,
  jxedzExperts,
  jxedzContest,
  jxedzChiefOfficer,
  jxedzDiagnosis,
  jxedzFund,
  jxedzMaterials,
  jxedzNotices,
  jxedzTraining,
  jxedzWardens,
  nationalTraining,
  zhejiangTraining,
} as const;

/** Every layer of law that the system begins with, the rows of all its files together. */
export const referenceLayers: PolicyLayer[] = joined(Object.values(files) as unknown as PolicyLayer[]);

function joined(parts: readonly PolicyLayer[]): PolicyLayer[] {
  const layers = new Map<string, PolicyLayer>();
  for (const part of parts) {
    const known = layers.get(part.id);
    layers.set(part.id, known ? { ...known, rows: [...known.rows, ...part.rows] } : part);
  }
  return [...layers.values()];
}
