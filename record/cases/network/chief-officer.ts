import { appointmentsOf, dutySteps, inOffice } from '../../../domain/cases/chief-officer/appointments';
import { filing, nomination } from '../../../domain/cases/chief-officer/steps';
import { decisionOn } from '../../../domain/case/case-queries';
import { actsAs } from '../../../domain/moves/authorize';
import { ok, refuse, type Result } from '../../../domain/refusal';
import { Prisma } from '../../../prisma/generated/client';
import type { DerivedTable } from '../../store/derived-table';
import type { CaseHooks, HookPoint, OfferedDecision } from '../case-hooks';

/*
 * Who holds and has held the post of each firm. A person is chief safety officer of one firm at a time, which a unique
 * index holds besides.
 */

const officers: DerivedTable = {
  table: 'chief_officer',
  check: { key: ['filing'] },
  columns: {
    case_id: 'uuid',
    filing: 'text',
    person_id: 'uuid',
    post: 'text',
    filed_on: 'date',
    certificate_until: 'date',
    ended_on: 'date',
    ended_as: 'text',
  },
  upsert: { key: ['case_id', 'filing'], set: ['person_id', 'certificate_until', 'ended_on', 'ended_as'] },
  rows: ({ move: { caseId, view } }) =>
    appointmentsOf(view).map((each) => ({
      case_id: caseId,
      filing: each.filing,
      person_id: each.personId,
      post: each.post,
      filed_on: each.filedOn,
      certificate_until: each.certificateUntil,
      ended_on: each.endedOn,
      ended_as: each.end,
    })),
  // A case that begins again before a filing has nobody by that filing any more.
  changes({ move: { caseId, view, fresh } }) {
    if (!fresh.some(({ body }) => body.kind === 'reopened')) return null;
    const standing = appointmentsOf(view).map((each) => each.filing);
    return Prisma.sql`DELETE FROM anjie.chief_officer
      WHERE case_id = ${caseId}::uuid AND NOT filing = ANY(${standing}::text[])`;
  },
};

export const chiefOfficerHooks: CaseHooks = {
  derived: [officers],
  gather: async (at, decision) => {
    const may = await mayDecide(at, decision);
    return may.ok ? ok({}) : may;
  },
};

async function mayDecide(at: HookPoint, { step, body, actor }: OfferedDecision): Promise<Result<null>> {
  const { view } = at.move;
  if (step === nomination.id) return holdsNoOther(at, body['officer'] as string);
  if (step === filing.id && body.verdict === 'filed')
    return holdsNoOther(at, decisionOn(view, nomination).facts.officer);
  if (!dutySteps.includes(step) || actor.kind !== 'staff') return ok(null);
  const officer = inOffice(view)?.personId;
  return officer !== undefined && actsAs(actor).includes(officer)
    ? ok(null)
    : refuse('officer-not-in-office', 'the duties are those of the officer in office');
}

/** Two firms that file the same person at once wait for each other here. Refusal: `officer-elsewhere`. */
async function holdsNoOther({ tx, move }: HookPoint, personId: string): Promise<Result<null>> {
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(${`chief-officer/${personId}`}, 0))::text`;
  const [elsewhere] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM anjie.chief_officer
    WHERE person_id = ${personId}::uuid AND ended_on IS NULL AND case_id <> ${move.caseId}::uuid`;
  return elsewhere === undefined
    ? ok(null)
    : refuse('officer-elsewhere', 'in office at another firm', { personId });
}
