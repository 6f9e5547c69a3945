import type { CaseMove } from '../case-move';
import { byChild, concerns, enterpriseNamed, enterpriseOfBirth, toldToParent } from './family';
import { runProcedure } from '../run-procedure';
import { cascadedChildren, withdrawWithParent } from './withdrawal';

/** A case of a family in the course of one move. */
export interface FamilyMember {
  readonly move: CaseMove;
  /** The enterprise that the case is about: at first as the move finds it, in the end as the move leaves it. */
  readonly enterpriseId: string | null;
}

/** Reads a case of the family that the move has not touched yet, at the time of the move. */
export type ReadMember = (caseId: string) => Promise<FamilyMember>;

/**
 * Carries a move on one case through its family: new cases run their procedures, child cases of a withdrawn case are
 * withdrawn, and a parent is told that a child has ended or begun again, whereupon its own procedure runs on.
 * @returns each case that has anything new, once, in the order to keep them in: a parent before its children
 */
export async function carryThrough(first: FamilyMember, read: ReadMember): Promise<FamilyMember[]> {
  const touched = new Map<string, FamilyMember>();
  const member = async (caseId: string) => touched.get(caseId) ?? (await read(caseId));

  const carry = async ({ move, enterpriseId }: FamilyMember): Promise<void> => {
    const about = enterpriseNamed(move.fresh) ?? enterpriseId;
    touched.set(move.caseId, { move, enterpriseId: about });
    for (const birth of move.births) {
      if (!touched.has(birth.caseId))
        await carry({ move: birth, enterpriseId: enterpriseOfBirth(birth, about) });
    }
    for (const childId of cascadedChildren(move)) {
      const child = await member(childId);
      if (child.move.view.closed) continue;
      withdrawWithParent(child.move);
      await carry(child);
    }
    const told = toldToParent(move);
    const parentId = move.view.parent?.caseId;
    if (told.length === 0 || parentId === undefined) return;
    const parent = await member(parentId);
    const before = parent.move.view.seq;
    for (const line of told) {
      if (concerns(parent.move.view, move.caseId, line)) parent.move.append(line, byChild);
    }
    if (parent.move.view.seq === before) return;
    await runProcedure(parent.move);
    await carry(parent);
  };

  await carry(first);
  return [...touched.values()];
}
