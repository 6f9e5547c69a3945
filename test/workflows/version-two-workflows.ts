import { caseTypeDef, caseTypeNames } from '../../domain/cases/catalogue';
import { conductByName } from '../../workflows/kit/conduct';
import { procedures } from '../../workflows/procedures';
import { inspectionTwo } from '../procedures/kit/inspection-two';

/** The workflows of a deployment that has brought the second version of an inspection. */
const deployed = { ...procedures, inspection: inspectionTwo };

export default conductByName(
  new Map(caseTypeNames.map((caseType) => [caseTypeDef(caseType).workflow, deployed[caseType]])),
);
