import { passingOn, report } from '../../../domain/cases/warden-patrol/steps';
import type { JsonObject } from '../../../domain/json';
import { ok, refuse, type Result } from '../../../domain/refusal';
import type { CaseHooks, HookPoint, OfferedDecision } from '../case-hooks';
import { reportsOf } from '../safety-fund/from-patrol';

export const patrolHooks: CaseHooks = {
  async gather(at, decision) {
    switch (decision.step) {
      case report.id:
        return servesThere(at, decision);
      case passingOn.id:
        return (await reportsOf(at.tx, at.move.view.number)).length > 0
          ? ok({})
          : refuse('fund-report-missing', 'no report to the fund names this round');
      default:
        return ok({});
    }
  },
};

/**
 * Whether place and warden of a round stand in the network of the firm. A firm that has none yet is not held up by
 * that. Refusals: `place-unknown`, `warden-unknown`.
 */
async function servesThere({ tx, move }: HookPoint, { body }: OfferedDecision): Promise<Result<JsonObject>> {
  const [network] = await tx.$queryRaw<{ place: boolean; warden: boolean }[]>`
    SELECT
      EXISTS (SELECT FROM anjie.warden_place p WHERE p.case_id = n.id AND p.place = ${body['place']}) AS place,
      EXISTS (SELECT FROM anjie.safety_warden w WHERE w.case_id = n.id AND w.warden = ${body['warden']}) AS warden
    FROM anjie.case_file f JOIN anjie.case_file n ON n.enterprise_id = f.enterprise_id
    WHERE f.id = ${move.caseId}::uuid AND n.case_type = 'warden-network' AND n.closed_at IS NULL`;
  if (network === undefined) return ok({});
  if (!network.place) return refuse('place-unknown', 'no such place in the network of the firm');
  return network.warden ? ok({}) : refuse('warden-unknown', 'no such warden in the network of the firm');
}
