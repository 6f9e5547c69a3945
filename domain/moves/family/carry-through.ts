import type { CaseMove } from '../case-move';
import { byChild, concerns, enterpriseNamed, enterpriseOfBirth, toldToParent } from './family';
import { runProcedure } from '../run-procedure';
import { cascadedChildren, withdrawWithParent } from './withdrawal';

/** A case of a family in the course of one move. */
export interface FamilyMember {
  readonly move: CaseMove;
  /** The enterprise that the case is about, as the move finds it and then as it leaves it. */
  readonly enterpriseId: string | null;
}

/** Reads a case of the family that the move has not touched yet, at the time of the move. */
export type ReadMember = (caseId: string) => Promise<FamilyMember>;

/**
 * Carries what a move on one case has begun through its family: cases that were born go on being born, child cases
 * that a withdrawal ends are withdrawn, and that a case has ended, or begins again, is told to its parent, whose
 * procedure then goes on, or waits again.
 * @returns each case that has anything new, once, in the order to keep them in: a parent before what it bore
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
