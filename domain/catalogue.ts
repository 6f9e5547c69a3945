import * as approvalItem from './steps/approval-item';
import * as certificate from './steps/certificate';
import * as creditRepair from './steps/credit-repair';
import * as inspection from './steps/inspection';
import * as notice from './steps/notice';
import * as payout from './steps/payout';
import * as project from './steps/project';
import * as rectification from './steps/rectification';
import * as tipOff from './steps/tip-off';
import type { AnyStep } from './step';

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
