import { caseTypeDef, caseTypeNames } from '../domain/cases/catalogue';
import { conductByName } from './kit/conduct';
import { procedures } from './procedures';

/** The SDK runs the default export for every workflow type that has no export of its own: each case type has its workflow. */
export default conductByName(
  new Map(caseTypeNames.map((caseType) => [caseTypeDef(caseType).workflow, procedures[caseType]])),
);
