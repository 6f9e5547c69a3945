import { ApplicationFailure } from '@temporalio/activity';
import type { Instant } from '../domain/calendar';
import type { Effect } from '../domain/case-event';
import type { News } from '../domain/news';
import { stillHolds } from '../domain/reading';
import type { CaseDesk } from '../record/case-desk';
import type { AdvanceRequest } from '../record/desk';
import { MailError, type MailErrorCode, type Mailer } from './mail';
import { composeMail } from './mail-templates';
import { mailFactsOf, type Recipients } from './recipients';

export interface EffectActivities {
  carryOut(request: Pick<AdvanceRequest, 'caseId' | 'knownSeq' | 'at'>): Promise<News>;
}

export interface EffectParts {
  readonly desk: Pick<CaseDesk, 'viewOf' | 'effectDone' | 'advance'>;
  readonly mailer: Mailer;
  readonly recipients: Recipients;
  readonly publicUrl: string;
}

type Standing = NonNullable<Awaited<ReturnType<CaseDesk['viewOf']>>>;

/** Refusals of the mail server that stay refusals. */
const lasting: ReadonlySet<MailErrorCode> = new Set(['mail-refused', 'mail-no-address']);

/**
 * Carries out everything that a record has asked for and that has no outcome yet.
 *
 * Safe to run twice by the effect's key within its case: an effect with an outcome is not carried out
 * again, and a mail sent twice (the worker died between sending and recording) has the same Message-ID.
 */
export function effectActivities({ desk, mailer, recipients, publicUrl }: EffectParts): EffectActivities {
  return {
    async carryOut({ caseId, knownSeq, at }) {
      const standing = await viewOrThrow(caseId);
      const waiting = Object.values(standing.view.effects).filter(({ result }) => result === null);
      let failed = 0;
      for (const { key, effect } of waiting) {
        try {
          await desk.effectDone(caseId, key, await carryOutOne(caseId, standing, key, effect, at));
        } catch {
          // The others must not wait for this one; the whole is tried again, and only this one is left by then.
          failed += 1;
        }
      }
      if (failed > 0) {
        throw ApplicationFailure.create({
          type: 'effects-failed',
          message: `${failed} of ${waiting.length} effects failed`,
        });
      }
      // Read as the workflow itself reads, so that the record knows how far its workflow has seen.
      return desk.advance({ caseId, knownSeq, at, wants: [] });
    },
  };

  async function viewOrThrow(caseId: string): Promise<Standing> {
    const found = await desk.viewOf({ caseId });
    if (found === null) throw ApplicationFailure.create({ type: 'case-not-found', nonRetryable: true });
    return found;
  }

  async function carryOutOne(caseId: string, standing: Standing, key: string, effect: Effect, at: Instant) {
    const { view } = standing;
    // A reminder of a step that was decided, paused or extended meanwhile would only confuse.
    if (effect.about?.rung !== undefined && !stillHolds(view, effect.about, at)) return 'superseded' as const;
    const to = await recipients.of(caseId, view, effect.to);
    if (to.addresses.length === 0) return 'nobody-to-tell' as const;
    const mail = composeMail(effect.template, mailFactsOf(standing, effect, to, publicUrl));
    try {
      await mailer.send({ messageId: mailer.messageIdOf(caseId, key), to: to.addresses, ...mail });
      return 'sent' as const;
    } catch (error) {
      // Trying again would get the same answer; the record says that nobody was reached.
      if (error instanceof MailError && lasting.has(error.code)) return 'undeliverable' as const;
      throw error;
    }
  }
}
