import { addMonths } from '../domain/time/calendar';
import { procedure, type CaseFile } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { project as def } from '../domain/cases/project/case-type';
import * as steps from '../domain/cases/project/steps';
import type { ListedItem } from '../domain/law/matter';
import { beside, Milestones } from './kit/milestones';

type Input = { enterpriseId: string; projectType: string };

/**
 * A project from its lead to the end of its operation (招引落地, 在建施工, 投产运营). Input: `enterpriseId`, `projectType`.
 * Everything on its list runs at the same time, each matter as soon as the law lets it.
 */
export const project = procedure({
  caseType: 'project',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file, { enterpriseId }: Input) {
    const lead = await file.step(steps.lead);
    if (lead.verdict === 'dropped') return { outcome: 'dropped' };

    const { items } = await file.step(steps.notification);
    const undertaking: Undertaking = { file, enterpriseId, reached: new Milestones() };
    const carried = items.map((item) => obtain(undertaking, item));
    await beside(carried, passTheGates(undertaking, items));
    return { outcome: 'ended' };
  },
});

/** What every part of a project needs. */
interface Undertaking {
  readonly file: CaseFile;
  readonly enterpriseId: string;
  readonly reached: Milestones;
}

/** The project's way through its gates, and its years in operation. */
async function passTheGates(undertaking: Undertaking, items: readonly ListedItem[]): Promise<void> {
  const { file, reached } = undertaking;
  await file.step(steps.constructionGate);
  reached.reach('gate.construction');

  await begin(
    undertaking,
    items.find(({ matter }) => matter === 'construction-permit'),
  );
  reached.reach('gate.start');
  await build(undertaking);
  reached.reach('gate.completion');

  await file.step(steps.operationGate);
  reached.reach('gate.operation');
  while ((await file.step(steps.handover)).verdict === 'returned');
  while ((await file.step(steps.yearlyReview)).verdict === 'continues');
}

/** Applies for one item of the list until it is granted, then watches over its certificate. */
async function obtain(undertaking: Undertaking, item: ListedItem): Promise<void> {
  const { file, enterpriseId, reached } = undertaking;
  const { matter, needs, unit, validMonths } = item;
  const intervened = `early.${matter}`;
  void file.fact(`early/${matter}`).then(() => reached.reach(intervened));
  for (const need of needs) await reached.when(need);
  const deliveredOn = await applyUntilGranted(undertaking, item, {
    early: reached.has(intervened),
    stands: true,
  });
  reached.reach(matter);
  if (validMonths === null || deliveredOn === null) return;
  const validUntil = addMonths(deliveredOn, validMonths);
  const certificate = { enterpriseId, matter, unit, validUntil, validMonths };
  await file.child('certificate', certificate, { part: matter, unit, stands: true });
}

/**
 * Applies for a matter until it is granted; answers the date on which its document was delivered, if there is one. By
 * default the grant does not survive a reopening: a permit in place of one that became void is applied for again when
 * the project comes to that point again.
 */
async function applyUntilGranted(
  { file, enterpriseId }: Undertaking,
  { matter, begins, silence, unit }: ListedItem,
  { early, stands } = { early: false, stands: false },
): Promise<string | null> {
  for (;;) {
    const { outcome, facts } = await file.child(
      'approval-item',
      { enterpriseId, matter, begins, silence, early },
      { part: matter, unit, stands },
    );
    if (outcome === 'granted') return (facts['deliveredOn'] as string | undefined) ?? null;
  }
}

/** 开工 while the permit lives; a void one has to be applied for again (建筑法 art. 9). */
async function begin(undertaking: Undertaking, permit: ListedItem | undefined): Promise<void> {
  const { file, reached } = undertaking;
  if (permit !== undefined) await reached.when(permit.matter);
  while ((await file.step(steps.start)).verdict === 'permit-void') {
    if (permit !== undefined) await applyUntilGranted(undertaking, permit);
  }
}

/** 施工 until completion, with every stop reported and after a year's stop verified (建筑法 art. 10). */
async function build(undertaking: Undertaking): Promise<void> {
  const { file } = undertaking;
  while ((await file.step(steps.works)).verdict === 'stopped') {
    await file.step(steps.stopReport);
    const { verification } = await file.step(steps.resumption);
    if (verification !== null) await applyUntilGranted(undertaking, verification);
  }
}
