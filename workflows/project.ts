import { addMonths } from '../domain/calendar';
import { procedure, type CaseFile } from '../domain/case-file';
import { project as steps } from '../domain/catalogue';
import type { ListedItem } from '../domain/matter';
import { Milestones } from './milestones';

/**
 * A project from its lead to the end of its operation (惠守法: 招引落地, 在建施工, 投产运营).
 * Input: `enterpriseId`, `projectType`. Everything on its list runs at once, each matter as soon as the law lets it.
 */
export const project = procedure<{ enterpriseId: string; projectType: string }>({
  caseType: 'project',
  version: 1,
  outcomes: ['dropped', 'ended', 'withdrawn'],
  async run(file, { enterpriseId }) {
    const lead = await file.step(steps.lead);
    if (lead.verdict === 'dropped') return { outcome: 'dropped' };

    const { items } = await file.step(steps.notification);
    const reached = new Milestones();
    const carried = items.map((item) => obtain(file, enterpriseId, item, reached));
    const course = pass(file, enterpriseId, items, reached);
    await Promise.race([course, Promise.all([course, ...carried])]);
    return { outcome: 'ended' };
  },
});

/** The project's way through its gates. */
async function pass(
  file: CaseFile,
  enterpriseId: string,
  items: readonly ListedItem[],
  reached: Milestones,
): Promise<void> {
  await file.step(steps.constructionGate);
  reached.reach('gate.construction');

  await reached.when(permit);
  await begin(file, enterpriseId, items);
  reached.reach('gate.start');
  await build(file, enterpriseId);
  reached.reach('gate.completion');

  await file.step(steps.operationGate);
  reached.reach('gate.operation');
  while ((await file.step(steps.handover)).verdict === 'returned');
  while ((await file.step(steps.yearlyReview)).verdict === 'continues');
}

/** The matter whose permit lets the works begin. */
const permit = 'construction-permit';

/** Carries one item of the list until it is granted, and looks after what it has brought. */
async function obtain(
  file: CaseFile,
  enterpriseId: string,
  item: ListedItem,
  reached: Milestones,
): Promise<void> {
  const { matter, needs, unit, validMonths } = item;
  let early = false;
  void file.fact(`early/${matter}`).then(() => (early = true));
  for (const need of needs) await reached.when(need);
  const deliveredOn = await applyUntilGranted(file, enterpriseId, item, early);
  reached.reach(matter);
  if (validMonths === null || deliveredOn === null) return;
  const validUntil = addMonths(deliveredOn, validMonths);
  const certificate = { enterpriseId, matter, unit, validUntil, validMonths };
  await file.child('certificate', certificate, { part: matter, unit });
}

/** Applications for a matter until one is granted. The date on which its document was handed over, where there is one. */
async function applyUntilGranted(
  file: CaseFile,
  enterpriseId: string,
  { matter, begins, silence, unit }: ListedItem,
  early = false,
): Promise<string | null> {
  for (;;) {
    const { outcome, facts } = await file.child(
      'approval-item',
      { enterpriseId, matter, begins, silence, early },
      { part: matter, unit },
    );
    if (outcome === 'granted') return (facts['deliveredOn'] as string | undefined) ?? null;
  }
}

/** 开工 while the permit lives; a void one has to be applied for again (建筑法 art. 9). */
async function begin(file: CaseFile, enterpriseId: string, items: readonly ListedItem[]): Promise<void> {
  while ((await file.step(steps.start)).verdict === 'permit-void') {
    const again = items.find(({ matter }) => matter === permit);
    if (again !== undefined) await applyUntilGranted(file, enterpriseId, again);
  }
}

/** 施工 until completion, with every stop reported and after a year's stop verified (建筑法 art. 10). */
async function build(file: CaseFile, enterpriseId: string): Promise<void> {
  while ((await file.step(steps.works)).verdict === 'stopped') {
    await file.step(steps.stopReport);
    const { verification } = await file.step(steps.resumption);
    if (verification !== null) await applyUntilGranted(file, enterpriseId, verification);
  }
}
