import * as approvalItem from './approval-item/steps';
import * as certificate from './certificate/steps';
import * as creditRepair from './credit-repair/steps';
import * as inspection from './inspection/steps';
import * as notice from './notice/steps';
import * as payout from './payout/steps';
import * as project from './project/steps';
import * as rectification from './rectification/steps';
import * as tipOff from './tip-off/steps';
import type { AnyStep } from '../case/step';

export {
  approvalItem,
  certificate,
  creditRepair,
  inspection,
  notice,
  payout,
  project,
  rectification,
  tipOff,
};

/** Every step of the system, by id. The API, the worklists, the console and the documentation read this. */
export const steps: ReadonlyMap<string, AnyStep> = new Map(
  [
    ...tipOff.steps,
    ...rectification.steps,
    ...payout.steps,
    ...project.steps,
    ...approvalItem.steps,
    ...certificate.steps,
    ...inspection.steps,
    ...creditRepair.steps,
    ...notice.steps,
  ].map((def) => [def.id, def as unknown as AnyStep]),
);

export function stepDef(id: string): AnyStep {
  const def = steps.get(id);
  if (def === undefined) throw new Error(`no step ${id} in the catalogue`);
  return def;
}
