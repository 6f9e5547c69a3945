import type { CaseType } from '../../domain/case/case-type';
import { caseTypes } from '../../domain/cases/catalogue';
import { caseTypeOf, type AnyStep } from '../../domain/case/step';
import type { StaffAct } from '../../domain/moves/acts/act';

/* Where each form is posted, as routes write it: said once, for the routes and for what is told of them. */

/** Where a case of a type is opened by its form. */
export function openingUrl(caseType: CaseType): string {
  return `/api/${caseTypes[caseType].address}`;
}

/** Where a step is decided. */
export function decisionUrl({ id }: AnyStep): string {
  const caseType = caseTypeOf(id);
  return `${openingUrl(caseType)}/:number/${id.slice(caseType.length + 1)}`;
}

/** Where an act is done on a case. */
export function actUrl(act: StaffAct): string {
  return `/api/cases/:number/acts/${act}`;
}
