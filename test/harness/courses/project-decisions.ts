import { notification } from '../../../domain/cases/project/steps';
import type { Actor } from '../../../domain/role';
import { latestDecision } from '../../../domain/case/case-queries';
import { seatIn, type Cast } from '../cast';
import type { Office } from '../office';
import { randomUUID } from 'node:crypto';
import type { Standing, Usual } from './usual-decisions';

/** Who usually decides the steps of a project, of its approval items and certificates, and how. */
export const projectDecisions: Readonly<Record<string, Usual>> = {
  'project/lead': { by: officer, body: () => ({ verdict: 'settled' }) },
  'project/notification': { by: officer, body: () => ({ verdict: 'notified' }) },
  'project/construction-gate': gate(
    'construction',
    (cast) => cast.deputy,
    () => ({ verdict: 'passed' }),
  ),
  'project/start': gate('start', firm, (standing) => ({ verdict: 'started', startedOn: dayOf(standing) })),
  'project/works': {
    by: firm,
    body: (standing) => ({ verdict: 'completed', completedOn: dayOf(standing) }),
  },
  'project/stop-report': { by: firm, body: () => ({ verdict: 'reported', measures: '围挡并看守' }) },
  'project/resumption': { by: firm, body: () => ({ verdict: 'resumed' }) },
  'project/operation-gate': gate(
    'operation',
    (cast) => cast.deputy,
    () => ({ verdict: 'passed' }),
  ),
  'project/handover': { by: (cast) => cast.archivist, body: () => ({ verdict: 'sealed' }) },
  'project/yearly-review': { by: officer, body: () => ({ verdict: 'continues' }) },
  'approval-item/application': { by: firm, body: () => ({ verdict: 'applied' }) },
  'approval-item/acceptance': {
    by: (cast, unit) => seatIn(cast, unit, 'Counter'),
    body: ({ unit }, cast) => ({ verdict: 'accepted', handler: seatIn(cast, unit, 'Handler').personId }),
  },
  'approval-item/correction': { by: firm, body: () => ({ verdict: 'supplied' }) },
  'approval-item/decision': { by: handler, body: () => ({ verdict: 'granted' }) },
  'approval-item/deemed-decision': { by: handler, body: () => ({ verdict: 'granted' }) },
  'approval-item/explanation': {
    by: (cast, unit) => seatIn(cast, unit, 'Chief'),
    body: () => ({ verdict: 'published', explanation: '专家评审延误' }),
  },
  'approval-item/delivery': {
    by: handler,
    body: (standing) => ({
      verdict: 'delivered',
      documentNo: 'JX-2026-0001',
      deliveredOn: dayOf(standing),
    }),
  },
  'certificate/renewal': { by: firm, body: () => ({ verdict: 'applied' }) },
};

function officer(cast: Cast): Actor {
  return cast.projectOfficer;
}

function firm(cast: Cast): Actor {
  return cast.firm;
}

function handler(cast: Cast, unit: string): Actor {
  return seatIn(cast, unit, 'Handler');
}

/** The day on which the step came up. */
function dayOf({ openedAt }: Standing): string {
  return openedAt.toISOString().slice(0, 10);
}

/** A gate opens once what the list asks for lies in the file, so it is tried last. */
function gate(name: string, by: Usual['by'], body: Usual['body']): Usual {
  return { by, body, before: (office, { number }) => handInPapers(office, number, name), last: true };
}

async function handInPapers(office: Office, number: string, before: string): Promise<void> {
  const view = await office.view(number);
  const papers = latestDecision(view, notification)?.facts.papers ?? [];
  for (const { material, before: ofGate } of papers) {
    if (ofGate !== before || view.materials[material] !== undefined) continue;
    const paper = { id: randomUUID(), digest: 'ab'.repeat(32), mediaType: 'application/pdf', bytes: 1 };
    const entry = {
      number,
      material,
      paper,
      actor: office.cast.firm,
      idempotency: null,
    } as const;
    const added = await office.desk.addPaper(entry);
    if (!added.ok) throw new Error(`${material}: ${added.refusal.code}`);
  }
}
