import {
  askedIn,
  daysVisited,
  engagementsIn,
  everInvited,
  feeClassIn,
} from '../../../domain/cases/expert-service/engagement';
import {
  conflictsOf,
  feeFor,
  rankExperts,
  type Candidate,
  type RuledOut,
} from '../../../domain/cases/expert-service/matching';
import {
  acceptance,
  answer,
  appointment,
  closing,
  confirmation,
  invitation,
  report,
} from '../../../domain/cases/expert-service/steps';
import type { JsonObject } from '../../../domain/json';
import { ok, refuse, type Result } from '../../../domain/refusal';
import { shanghaiDate } from '../../../domain/time/calendar';
import { Prisma } from '../../../prisma/generated/client';
import type { DerivedTable } from '../../store/derived-table';
import type { CaseHooks, HookPoint, OfferedDecision } from '../case-hooks';
import { firmOf, poolFor, type Pooled } from './expert-pool';

/** Every invitation and what came of it: load, silence, ratings and fees are reckoned from it. */
const engagements: DerivedTable = {
  table: 'expert_engagement',
  columns: {
    case_id: 'uuid',
    round: 'int',
    person_id: 'uuid',
    skill: 'text',
    kind: 'text',
    invited_at: 'timestamptz',
    reply: 'text',
    ended_at: 'timestamptz',
    served: 'boolean',
    rating: 'int',
    fee_fen: 'bigint',
  },
  upsert: {
    key: ['case_id', 'round'],
    set: ['person_id', 'invited_at', 'reply', 'ended_at', 'served', 'rating', 'fee_fen'],
  },
  check: { key: ['round'] },
  // A case that begins again before its invitations has asked nobody yet.
  changes: ({ move: { caseId, view, fresh } }) =>
    fresh.some(({ body }) => body.kind === 'reopened')
      ? Prisma.sql`DELETE FROM anjie.expert_engagement
          WHERE case_id = ${caseId}::uuid AND round > ${engagementsIn(view).length}`
      : null,
  rows: ({ move: { caseId, view } }) => {
    const { skill, kind } = askedIn(view);
    return engagementsIn(view).map((each) => ({
      ...{ case_id: caseId, round: each.round, person_id: each.personId, skill, kind },
      ...{ invited_at: each.invitedAt, reply: each.reply, ended_at: each.endedAt },
      ...{ served: each.served, rating: each.rating, fee_fen: each.feeFen },
    }));
  },
};

export const expertServiceHooks: CaseHooks = { gather, derived: [engagements] };

/** What of the pool a decision rests on: kept in its detail, as it was then. Refusal: `expert-unfit`. */
async function gather(point: HookPoint, decision: OfferedDecision): Promise<Result<JsonObject>> {
  const { verdict } = decision.body;
  switch (decision.step) {
    case invitation.id:
      return verdict === 'invited' ? ranked(point, decision.body['experts'] as readonly string[]) : ok({});
    case acceptance.id:
      return verdict === 'accepted' ? fits(point, decision, barsNow) : ok({});
    case answer.id:
    case appointment.id:
    case report.id:
      // Whoever hands it back may well do so for an interest.
      return verdict === 'handed-back' ? ok({}) : fits(point, decision, interests);
    case confirmation.id:
    case closing.id:
      return ok(verdict === 'confirmed' || verdict === 'closed' ? feeOf(point) : {});
    default:
      return ok({});
  }
}

/** The ranking of the whole pool, if everybody who is invited may be. */
async function ranked(point: HookPoint, experts: readonly string[]): Promise<Result<JsonObject>> {
  const { tx, move } = point;
  const before = everInvited(move.view);
  const pool = await poolFor(tx, await firmOf(tx, move.caseId));
  const ranking = rankExperts(
    askedIn(move.view),
    pool.map((each) => ({ ...each, askedBefore: before.includes(each.personId) })),
    rulesOf(point),
  );
  for (const personId of experts) {
    const found = ranking.find((each) => each.personId === personId);
    if (found?.rank == null) return unfit(personId, found?.ruledOut ?? ['not-in-pool']);
  }
  return ok({ ranking });
}

/** Whether the expert who decides may still serve this firm. */
async function fits(
  point: HookPoint,
  { actor }: OfferedDecision,
  barsOf: (expert: Pooled, point: HookPoint) => RuledOut[],
): Promise<Result<JsonObject>> {
  const { tx, move } = point;
  const personId = actor.kind === 'staff' ? actor.personId : '';
  const pool = await poolFor(tx, await firmOf(tx, move.caseId));
  const expert = pool.find((each) => each.personId === personId);
  if (expert === undefined) return unfit(personId, ['not-in-pool']);
  const bars = barsOf(expert, point);
  return bars.length === 0 ? ok({ feeClass: expert.feeClass }) : unfit(personId, bars);
}

/** What has come up since the invitation. This case is part of the load already. */
function barsNow(expert: Pooled, point: HookPoint): RuledOut[] {
  const candidate: Candidate = { ...expert, load: 0, askedBefore: false };
  return rankExperts(askedIn(point.move.view), [candidate], rulesOf(point)).flatMap(
    ({ ruledOut }) => ruledOut,
  );
}

function interests(expert: Pooled, point: HookPoint): RuledOut[] {
  const { policy, today } = rulesOf(point);
  return conflictsOf(expert, policy, today);
}

function rulesOf({ move: { policy, context } }: HookPoint) {
  return { policy, today: shanghaiDate(context.now) };
}

function feeOf({ move: { view, policy } }: HookPoint): JsonObject {
  const feeClass = feeClassIn(view);
  if (feeClass === null) throw new Error('a service without an expert who has accepted');
  const feeFen = feeFor(policy, feeClass, { kind: askedIn(view).kind, days: daysVisited(view) });
  return { feeClass, feeFen };
}

function unfit(personId: string, ruledOut: readonly string[]): Result<never> {
  return refuse('expert-unfit', `cannot be asked: ${ruledOut.join(', ')}`, {
    personId,
    ruledOut: [...ruledOut],
  });
}
