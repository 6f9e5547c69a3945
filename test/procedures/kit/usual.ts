import { cleanedPaper } from '../../harness/cleaned';
import { shanghaiDate } from '../../../domain/time/calendar';
import { openSteps, type CaseView } from '../../../domain/case/case-view';
import type { MatterValue } from '../../../domain/law/matter-values';
import { openItems } from '../../../domain/cases/rectification/steps';
import type { Result } from '../../../domain/refusal';
import type { Actor } from '../../../domain/role';
import { usual, type Said, type Scene, type Seat } from '../../../setup/courses';
import { referenceLayers } from '../../../prisma/data/policy/layers';
import type { CaseAnswer } from '../../../record/desk/desk';
import type { MemoryOffice } from '../../../record/desk/memory';
import * as people from './people';

/** Somebody else than usual, or another body. */
export interface Change {
  readonly by?: Actor;
  readonly body?: Said;
}

/** Decides a step of a case as on an uneventful day, where need be by somebody else or with another body. */
export async function decideAsUsual(
  office: MemoryOffice,
  caseId: string,
  step: string,
  { by, body }: Change = {},
): Promise<Result<CaseAnswer>> {
  const { needs, says } = usual(step);
  if (needs === 'papers-of-the-matter') await handInForAFiling(office, caseId);
  const view = office.view(caseId);
  return office.decide(caseId, {
    step,
    body: body ?? (await says(sceneOf(office, view))),
    actor: by ?? whoDecides(view, step),
    seenSeq: null,
  });
}

/** A filing is done by the application alone, so the papers of its list have to be there. */
export async function handInForAFiling(
  office: Pick<MemoryOffice, 'view' | 'addPaper'>,
  caseId: string,
): Promise<void> {
  for (const [index, material] of missingForAFiling(office.view(caseId)).entries()) {
    const paperId = `dddddddd-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const entered = await office.addPaper(caseId, cleanedPaper(paperId, material), people.contact);
    if (!entered.ok) throw new Error(entered.refusal.code);
  }
}

/** What a filing that is done at once still lacks; other items wait for nothing. */
export function missingForAFiling(view: CaseView): readonly string[] {
  if (view.input['silence'] !== 'instant') return [];
  return materialsOf(view).filter((material) => view.materials[material] === undefined);
}

/** What the law asks for with the matter of an item; elsewhere nothing that anybody could have. */
export function materialsOf({ input }: CaseView): readonly string[] {
  const row = referenceLayers
    .flatMap(({ rows }) => rows)
    .find(({ key }) => key === `matter.${String(input['matter'])}`);
  return (row?.value as MatterValue | undefined)?.materials ?? ['h1'];
}

/** Decides what stands in the way of a step in its own case. Throws where that is refused. */
export async function reach(office: MemoryOffice, caseId: string, step: string): Promise<void> {
  for (let moves = 0; moves < 20; moves++) {
    const open = openSteps(office.view(caseId)).map((state) => state.step);
    const [next] = open;
    if (next === undefined || open.includes(step)) return;
    const done = await decideAsUsual(office, caseId, next);
    if (!done.ok) throw new Error(`${next}, on the way to ${step}: ${done.refusal.code}`);
  }
}

/** Whoever the step is assigned to; else whoever sits there, or of the leaders the one who stands high enough. */
function whoDecides(view: CaseView, step: string): Actor {
  const state = openSteps(view).find((each) => each.step === step);
  const inspectors = [
    people.lin,
    people.wei,
    people.zhao,
    people.expert,
    people.otherExpert,
    people.institute,
    people.otherInstitute,
  ];
  const assigned = inspectors.find(({ personId }) => personId === state?.assignee);
  const seated = assigned ?? actorAt(usual(step).by, view.unit);
  const tooLow = seated.kind === 'staff' && seated.level < (state?.level ?? 0);
  return tooLow ? people.director : seated;
}

function sceneOf(office: MemoryOffice, view: CaseView): Scene {
  return {
    number: view.number,
    today: shanghaiDate(office.now),
    enterpriseId: people.firm,
    personAt: (seat) => {
      const actor = actorAt(seat, view.unit);
      if (actor.kind !== 'staff') throw new Error('a reporter has no id');
      return actor.personId;
    },
    openItems: () => openItems(view),
    proofs: () => view.papers,
  };
}

function actorAt(seat: Seat, unit: string): Actor {
  switch (seat) {
    case 'counter':
      return people.deskOf(unit).counter;
    case 'handler':
      return people.deskOf(unit).handler;
    case 'departmentChief':
      return people.deskOf(unit).chief;
    default:
      return seated[seat];
  }
}

const seated: Readonly<Record<Exclude<Seat, 'counter' | 'handler' | 'departmentChief'>, Actor>> = {
  clerk: people.clerk,
  chief: people.chief,
  lead: people.lin,
  companion: people.wei,
  liaison: people.liaison,
  legal: people.legal,
  rewardOfficer: people.rewardOfficer,
  deputy: people.deputy,
  director: people.director,
  payer: people.payer,
  confirmer: people.confirmer,
  firm: people.contact,
  firmHead: people.firmHead,
  firmSafety: people.firmSafety,
  firmCashier: people.firmCashier,
  firmTeam: people.firmTeam,
  organiser: people.organiser,
  judge: people.judge,
  trainer: people.trainer,
  projectOfficer: people.officer,
  archivist: people.archivist,
  policyEditor: people.editor,
  expertLiaison: people.expertLiaison,
  expert: people.expert,
  institute: people.institute,
  reporter: people.reporter,
};
