import { stepsIssuing } from '../../domain/moves/enterprise-visibility';
import { isGuest, type StaffActor } from '../../domain/role';
import { Prisma } from '../../prisma/generated/client';

/* What lists say of a case, as parts of SQL. */

/** The state of `case_file f` as far as a reader is told of it. */
export function standingFor(actor: Pick<StaffActor, 'enterpriseId' | 'roles'>) {
  const { enterpriseId } = actor;
  return enterpriseId === null && !isGuest(actor)
    ? {
        seq: Prisma.sql`f.seq`,
        stage: Prisma.sql`f.stage`,
        movedAt: Prisma.sql`f.moved_at`,
        dueAt: Prisma.sql`f.due_at`,
        steps: Prisma.sql`true`,
      }
    : {
        // A guest acts on the whole record, and reads of it what the firm does.
        seq: enterpriseId === null ? Prisma.sql`f.seq` : Prisma.sql`f.issued_lines`,
        stage: Prisma.sql`f.told_stage`,
        movedAt: Prisma.sql`f.told_at`,
        dueAt: Prisma.sql`f.told_due_at`,
        steps: Prisma.sql`s.step = ANY(${[...stepsIssuing('step')]}::text[])`,
      };
}

/** The day on which `case_file f` was opened; the same text as in the definition of its index. */
export const openedOn = Prisma.sql`((f.opened_at AT TIME ZONE 'Asia/Shanghai')::date)`;
