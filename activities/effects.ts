import { ApplicationFailure } from '@temporalio/activity';
import type { Instant } from '../domain/time/calendar';
import type { Effect, EffectResult } from '../domain/case/case-event';
import type { CaseChanges } from '../domain/moves/story/changes';
import { stillHolds } from '../domain/case/case-queries';
import type { CaseDesk } from '../record/desk/case-desk';
import type { AdvanceRequest } from '../record/desk/desk';
import { MailError, type MailErrorCode } from './mail';
import type { Teller } from './telling';

type CarryOutRequest = Pick<AdvanceRequest, 'caseId' | 'knownSeq' | 'at'>;

export interface EffectActivities {
  /** Tries until each effect has an outcome. */
  carryOut(request: CarryOutRequest): Promise<CaseChanges>;
  /** Tries once, and only for a moment, since a workflow task waits for it. */
  carryOutAtOnce(request: CarryOutRequest): Promise<CaseChanges>;
}

export interface EffectParts {
  readonly desk: Pick<CaseDesk, 'viewOf' | 'effectDone' | 'advance'>;
  readonly teller: Pick<Teller, 'tell'>;
}

type Standing = NonNullable<Awaited<ReturnType<CaseDesk['viewOf']>>>;

/** Errors of a server that does not answer at all: further mails would wait in vain too. */
const silent: ReadonlySet<MailErrorCode> = new Set(['mail-unreachable', 'mail-timeout']);

/** How long a workflow task waits for one mail. */
const momentMs = 2_000;
/** For so long after a mail server has not answered, no workflow task tries it. */
const peaceMs = 10_000;

/**
 * Carries out everything that a record has asked for and that has no outcome yet.
 *
 * Safe to run twice by the effect's key within its case: an effect with an outcome is not carried out
 * again, and whoever was told already (the worker died before the outcome was recorded) is not told again.
 */
export function effectActivities({ desk, teller }: EffectParts): EffectActivities {
  let silentSinceMs = Number.NEGATIVE_INFINITY;

  return {
    carryOut: (request) => carryOutAll(request),
    async carryOutAtOnce(request) {
      if (performance.now() - silentSinceMs < peaceMs) throw effectsFailed('the mail server is silent');
      return carryOutAll(request, momentMs);
    },
  };

  /** @param withinMs for each mail; the first failure then ends it all */
  async function carryOutAll(
    { caseId, knownSeq, at }: CarryOutRequest,
    withinMs?: number,
  ): Promise<CaseChanges> {
    const standing = await viewOrThrow(caseId);
    const waiting = Object.values(standing.view.effects).filter(({ result }) => result === null);
    let failed = 0;
    for (const { key, effect } of waiting) {
      try {
        const outcome = await carryOutOne(standing, { key, effect, at, withinMs });
        await desk.effectDone(caseId, key, outcome);
      } catch {
        // One failure must not hold up the others. All of it is tried again, and by then only this one is left.
        failed += 1;
        if (withinMs !== undefined) break;
      }
    }
    if (failed > 0) throw effectsFailed(`${failed} of ${waiting.length} effects failed`);
    // Read as the workflow itself reads, so that the record notes how far its workflow has read.
    return desk.advance({ caseId, knownSeq, at, wants: [] });
  }

  async function viewOrThrow(caseId: string): Promise<Standing> {
    const found = await desk.viewOf({ caseId });
    if (found === null) throw ApplicationFailure.create({ type: 'case-not-found', nonRetryable: true });
    return found;
  }

  async function carryOutOne(
    standing: Standing,
    { key, effect, at, withinMs }: { key: string; effect: Effect; at: Instant; withinMs: number | undefined },
  ): Promise<EffectResult> {
    const { view } = standing;
    // A reminder of a step that was decided, paused or extended meanwhile would only confuse.
    if (effect.about?.rung !== undefined && !stillHolds(view, effect.about, at)) return 'superseded';
    try {
      return await teller.tell({ standing, key, effect, at, withinMs });
    } catch (error) {
      if (error instanceof MailError && silent.has(error.code)) silentSinceMs = performance.now();
      throw error;
    }
  }
}

function effectsFailed(message: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'effects-failed', message });
}
