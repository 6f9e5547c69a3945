import type { ListedMatter } from '../../case/case-type-def';
import type { CaseView, ChildState } from '../../case/case-view';
import type { ListedItem, ListedPaper } from '../../law/matter';
import { latestDecision } from '../../case/case-queries';
import { nothingMore, type NothingMore } from '../../case/step';
import { refuse, type Result } from '../../refusal';
import { notification } from './notification';

/** What a gate still waits for: matters not granted, papers not in the file. */
export type Missing = { readonly items: readonly string[]; readonly papers: readonly string[] };

/** A project's list as the firm was notified of it; empty before the notification. */
export function toldList(view: CaseView): { readonly items: ListedItem[]; readonly papers: ListedPaper[] } {
  return latestDecision(view, notification)?.facts ?? { items: [], papers: [] };
}

/** What a gate asks for by the project's list and is still missing. */
export function missingBefore(view: CaseView, gate: string): Missing {
  const { items, papers } = toldList(view);
  return {
    items: items
      .filter((item) => item.before === gate && !isGranted(view, item.matter))
      .map(({ matter }) => matter),
    papers: papers
      .filter((paper) => paper.before === gate && view.materials[paper.material] === undefined)
      .map(({ material }) => material),
  };
}

/** Whether a matter is granted. Its newest case decides: a permit that became void does not count. */
function isGranted(view: CaseView, matter: string): boolean {
  return casesOf(view, matter).at(-1)?.closed?.outcome === 'granted';
}

/** The cases of a matter of the list, oldest first: what was refused, or became void, is applied for again. */
export function casesOf(view: CaseView, matter: string): ChildState[] {
  return Object.values(view.children)
    .filter(({ key }) => key.startsWith(`child/approval-item/${matter}#`))
    .sort((a, b) => a.openedSeq - b.openedSeq);
}

/** Whether a gate may be passed. Refusal: `gate-shut`, with what is missing. */
export function gateOpen(view: CaseView, gate: string): Result<NothingMore, 'gate-shut'> {
  const missing = missingBefore(view, gate);
  return missing.items.length + missing.papers.length === 0
    ? nothingMore
    : refuse(
        'gate-shut',
        `missing before ${gate}: ${[...missing.items, ...missing.papers].join(', ')}`,
        missing,
      );
}

/** The matters of the project's list, for departments that intervene in them early. */
export function listedMatters(view: CaseView): ListedMatter[] {
  return toldList(view).items.map(({ matter, unit }) => ({
    matter,
    unit,
    begun: casesOf(view, matter).length > 0,
  }));
}
