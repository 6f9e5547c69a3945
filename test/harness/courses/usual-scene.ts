import { cleaned } from '../cleaned';
import { notification } from '../../../domain/cases/project/notification';
import { randomUUID } from 'node:crypto';
import { latestDecision } from '../../../domain/case/case-queries';
import { openItems } from '../../../domain/cases/rectification/steps';
import { matterOf, type ListedPaper } from '../../../domain/law/matter';
import { shanghaiDate } from '../../../domain/time/calendar';
import type { Scene } from '../../../setup/courses';
import type { Need } from '../../../setup/courses/course';
import { actorAt, firmId } from '../cast';
import type { Office } from '../office';
import { decide, openByForm, type Standing } from './usual-course';

/** What a decision at this office may have to name. Its day is that on which the step came up. */
export function sceneOf(office: Office, { number, caseId, unit, openedAt }: Standing): Scene {
  return {
    number,
    today: shanghaiDate(openedAt.toISOString()),
    enterpriseId: firmId,
    personAt: (seat) => {
      const actor = actorAt(office.cast, seat, unit);
      if (actor.kind !== 'staff') throw new Error('a reporter has no id');
      return actor.personId;
    },
    openItems: async () => openItems(await office.view(number)),
    // The proof lies in the file under the id of its case.
    proofs: () => [caseId],
  };
}

/** Sees to what a step cannot be decided without. */
export const provide: Readonly<Record<Need, (office: Office, waiting: Standing) => Promise<void>>> = {
  'listed-papers': async (office, { number, step }) => {
    const gate = step.replace(/^project\/|-gate$/g, '');
    const view = await office.view(number);
    const listed = (latestDecision(view, notification)?.facts.papers ?? []) as readonly ListedPaper[];
    for (const { material, before } of listed) {
      if (before !== gate || view.materials[material] !== undefined) continue;
      await addPaper(office, number, material, randomUUID());
    }
  },

  'papers-of-the-matter': async (office, { caseId, number }) => {
    const { view, policy } = (await office.desk.viewOf({ caseId }))!;
    if (view.input['silence'] !== 'instant') return;
    for (const material of matterOf(policy, view.input['matter'] as string).materials)
      if (view.materials[material] === undefined) await addPaper(office, number, material, randomUUID());
  },

  proof: (office, { number, caseId }) => addPaper(office, number, null, caseId),

  'fund-report': async (office, { number: patrol }) => {
    const number = await openByForm(office, 'fund-report', { kind: 'hazard', patrol }, office.cast.firmTeam);
    const stated = { verdict: 'stated', text: '巡查发现通道堆放物料。' };
    const outcome = await decide(office, number, 'fund-report/statement', stated);
    if (!outcome.ok) throw new Error(outcome.refusal.code);
    await office.settled();
  },
};

async function addPaper(office: Office, number: string, material: string | null, id: string): Promise<void> {
  const { desk, cast } = office;
  const digest = material === null ? '送达回证' : 'ab'.repeat(32);
  const paper = { id, digest, mediaType: 'application/pdf', bytes: 1, condition: cleaned };
  const by =
    material === null
      ? ({ actor: cast.policyEditor, origin: 'staff' } as const)
      : ({ actor: cast.firm, origin: 'enterprise' } as const);
  const added = await desk.addPaper({ number, material, paper, ...by, idempotency: null });
  if (!added.ok) throw new Error(`${material ?? 'proof'}: ${added.refusal.code}`);
}
