import { decidesAt } from '../../../domain/time/clock';
import { openPause } from '../../../domain/time/counting';
import { millisOf } from '../../../domain/time/calendar';
import { openSteps, type CaseView, type StepState } from '../../../domain/case/case-view';
import { stepDef } from '../../../domain/cases/catalogue';
import type { Result } from '../../../domain/refusal';
import { isFirmRole, type Actor, type Role } from '../../../domain/role';
import { missingBefore } from '../../../domain/cases/project/gate';
import { usual } from '../../../setup/courses';
import type { MemoryOffice } from '../../../record/desk/memory';
import { bodyFor, Draw, handIn } from './attempts';
import { freshPerson, ofFirm } from './crowd';
import { firm, reporter } from './people';
import { views } from './sequences';
import { handInForAFiling } from './usual';

/** How many moves are plenty: two for every step of the longest course. */
const plenty = 160;

/** Fresh persons decide whatever stands open, in the shortest way, until nothing does. */
export async function carryToTheEnd(office: MemoryOffice): Promise<void> {
  for (let moves = 0; moves < plenty; moves++) {
    const waiting = office.caseIds.flatMap((caseId) =>
      openSteps(office.view(caseId)).map((state) => ({ caseId, state })),
    );
    // A gate stays shut while something of the list is under way.
    const next =
      waiting.find(({ state }) => endsTheRest.includes(state.step)) ??
      waiting.find(({ state }) => gates[state.step] === undefined) ??
      waiting[0];
    if (next === undefined) return;
    await finishAStep(office, next.caseId, next.state);
  }
  throw new Error(
    `does not end: ${views(office)
      .flatMap(openSteps)
      .map(({ step }) => step)
      .join(', ')}`,
  );
}

/** With these everything else of their case ends. */
const endsTheRest: readonly string[] = ['warden-network/change', 'training-file/change'];

const gates: { readonly [step: string]: string } = {
  'project/construction-gate': 'construction',
  'project/start': 'start',
  'project/operation-gate': 'operation',
};

/** Verdicts that lead out; of the other steps the first. */
const wayOut: { readonly [step: string]: string } = {
  'payout/reconciliation': 'found-paid',
  'project/yearly-review': 'ended',
  'certificate/renewal': 'surrendered',
  'chief-officer/service': 'left',
  'chief-officer/review': 'release-proposed',
  'warden-network/change': 'ended',
  // A major hazard is told to the bureau, and nothing else is done with it.
  'warden-patrol/handling': 'to-bureau',
  'training-file/change': 'ended',
  'training-file/site-check': 'not-confirmed',
  'safety-fund/keeping': 'ended',
};

async function finishAStep(office: MemoryOffice, caseId: string, state: StepState): Promise<void> {
  const view = office.view(caseId);
  const { step, assignee, clock } = state;
  const { role, verdicts } = stepDef(step);
  const chief = freshPerson('section-chief', view.unit);
  const reason = '收尾';
  const actor = freshFor(office, caseId, step, role);
  if (openPause(clock) !== null) {
    await succeed(office.act(caseId, { act: { act: 'resume', step, reason }, actor: chief, seenSeq: null }));
    return;
  }
  const decided = decidesAt(clock);
  if (decided !== null && decided <= office.now) {
    await office.advanceTo(new Date(millisOf(office.now) + 600_000).toISOString());
    return;
  }
  const gate = gates[step];
  const [paper] = gate === undefined ? [] : missingBefore(view, gate).papers;
  if (paper !== undefined) {
    await succeed(handIn(office, caseId, paper));
    return;
  }
  if (assignee !== null && actor.kind === 'staff' && actor.personId !== assignee) {
    const act = { act: 'assign', step, to: actor.personId, reason } as const;
    await succeed(office.act(caseId, { act, actor: chief, seenSeq: null }));
    return;
  }
  if (usual(step).needs === 'papers-of-the-matter') await handInForAFiling(office, caseId);
  const body = bodyFor(view, step, wayOut[step] ?? Object.keys(verdicts)[0]!, new Draw([0], office.now));
  await succeed(office.decide(caseId, { step, body: withFreshPersons(body, view), actor, seenSeq: null }));
}

/** Where two have to act, the second: who signs beside the first, who decides what another has accepted. */
const seconds = ['/co-signature', '/decision', '/deemed-decision'];

function freshFor(office: MemoryOffice, caseId: string, step: string, role: Role): Actor {
  if (role === 'reporter') return reporter;
  if (isFirmRole(role)) return ofFirm(role, office.circumstances(caseId).enterpriseId ?? firm);
  return freshPerson(role, office.view(caseId).unit, seconds.some((end) => step.endsWith(end)) ? 2 : 1);
}

/** Where a body names persons, fresh ones. */
function withFreshPersons<Body extends object>(body: Body, view: CaseView): Body {
  const named = {
    lead: freshPerson('inspector', view.unit),
    companion: freshPerson('inspector', view.unit, 2),
    handler: freshPerson('department-officer', view.unit, 2),
  };
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      key in named ? named[key as keyof typeof named].personId : value,
    ]),
  ) as Body;
}

async function succeed(answer: Promise<Result<unknown>>): Promise<void> {
  const result = await answer;
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.detail}`);
}
