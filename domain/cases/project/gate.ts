import type { ListedMatter } from '../../case/case-type-def';
import type { CaseView, ChildState } from '../../case/case-view';
import type { ListedItem, ListedPaper } from '../../law/matter';
import { latestDecision } from '../../case/case-queries';
import { ok, refuse, type Result } from '../../refusal';
import type { Derived, DeriveInput } from '../../case/step';

/** What a gate still waits for: matters not granted, papers not in the file. */
export type Missing = { readonly items: readonly string[]; readonly papers: readonly string[] };

/** A project's list as it was told; empty before that. */
export function toldList(view: CaseView): { readonly items: ListedItem[]; readonly papers: ListedPaper[] } {
  const list = latestDecision(view, 'project/notification')?.facts ?? {};
  return {
    items: (list['items'] ?? []) as unknown as ListedItem[],
    papers: (list['papers'] ?? []) as unknown as ListedPaper[],
  };
}

/** What of the project's list has to be there before a gate and is not. */
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

/** The newest case of a matter decides: a permit that became void was granted once and is not any more. */
function isGranted(view: CaseView, matter: string): boolean {
  return casesOf(view, matter).at(-1)?.closed?.outcome === 'granted';
}

/** The cases of a matter of the list, oldest first: what was refused, or became void, is applied for again. */
export function casesOf(view: CaseView, matter: string): ChildState[] {
  return Object.values(view.children)
    .filter(({ key }) => key.startsWith(`child/approval-item/${matter}#`))
    .sort((a, b) => a.openedSeq - b.openedSeq);
}

/** A step that is a gate: its way through is shut while something of the list is missing, and it says what. */
export function openOnlyWith(
  gate: string,
  through: string,
): (input: DeriveInput) => Result<Derived<Record<never, never>>, 'gate-shut'> {
  return ({ verdict, view }) => {
    const missing = missingBefore(view, gate);
    return verdict !== through || missing.items.length + missing.papers.length === 0
      ? ok({ facts: {} })
      : refuse(
          'gate-shut',
          `missing before ${gate}: ${[...missing.items, ...missing.papers].join(', ')}`,
          missing,
        );
  };
}

/** A matter of the project's list, for a department that intervenes in it early; null where the list does not have it. */
export function listedMatter(view: CaseView, matter: string): ListedMatter | null {
  const item = toldList(view).items.find((listed) => listed.matter === matter);
  return item === undefined ? null : { unit: item.unit, begun: casesOf(view, matter).length > 0 };
}
