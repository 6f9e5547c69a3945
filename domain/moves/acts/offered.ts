import { openSteps, type CaseView } from '../../case/case-view';
import { caseTypeDef } from '../../cases/catalogue';
import { pauseGrounds, type PauseGround } from '../../law/pause-grounds';
import { addDays, shanghaiDate, type Instant } from '../../time/calendar';
import { hasBusinessWith } from '../authorize';
import type { Act, StaffAct } from './act';
import type { Asked } from './asked';
import { openRequests } from './open-requests';
import { bodyOf, fitsTheState } from './perform';

/** An act that somebody may do on a case now. */
export interface OfferedAct {
  readonly act: StaffAct;
  /** What of the case it may be done to, as its form names it: a step, a paper, a matter, a line. Null: the case itself. */
  readonly among: { readonly field: string; readonly values: readonly string[] } | null;
}

/** An act as it might be asked for, to see whether it may be done; `value` stands for what of the case it names. */
interface Trial {
  readonly act: Act;
  readonly value?: string;
}

/**
 * The acts that somebody may do on a case now. Each is tried as it will be judged, so that it finds what this promises;
 * only what the person still has to say, as a ground or a number of days, may be refused later.
 */
export function offeredActs(asked: Omit<Asked, 'textDigest'>): OfferedAct[] {
  const { move, actor, circumstances } = asked;
  if (!hasBusinessWith(actor, move.view, circumstances).ok) return [];
  return Object.entries<Offer>(offers).flatMap(([name, { field, trials }]) => {
    const act = name as StaffAct;
    if (!fitsTheState(act, move.view).ok) return [];
    const held = trials(move.view, move.context.now).filter(
      (trial) => bodyOf({ ...asked, textDigest: '' }, trial.act, () => '').ok,
    );
    if (held.length === 0) return [];
    const values = [...new Set(held.flatMap(({ value = [] }) => value))];
    return [{ act, among: field === null ? null : { field, values } }];
  });
}

interface Offer {
  /** The field of the act's form that names what it is done to. */
  readonly field: string | null;
  readonly trials: (view: CaseView, now: Instant) => readonly Trial[];
}

const reason = '';

const offers = {
  assign: onSteps((step) => [{ act: 'assign', step, to: '', reason }]),
  'request-pause': onSteps((step) =>
    Object.keys(pauseGrounds).map((ground) => ({
      ...{ act: 'request-pause', step, days: 1, reason },
      ground: ground as PauseGround,
    })),
  ),
  'answer-pause': onSteps((step) => [{ act: 'answer-pause', step, grant: false, reason }]),
  resume: onSteps((step) => [{ act: 'resume', step, reason }]),
  'request-extension': onSteps((step) => [{ act: 'request-extension', step, byValue: 1, reason }]),
  'answer-extension': onSteps((step) => [{ act: 'answer-extension', step, grant: false, reason }]),
  // One of the two is another day than the first day as it is.
  'request-start-correction': onSteps((step, now) =>
    [0, -1].map((days) => ({
      ...{ act: 'request-start-correction', step, reason },
      on: addDays(shanghaiDate(now), days),
    })),
  ),
  'answer-start-correction': onSteps((step) => [
    { act: 'answer-start-correction', step, grant: false, reason },
  ]),
  'intervene-early': {
    field: 'matter',
    trials: (view) => {
      const { listedMatters = () => [] } = caseTypeDef(view.caseType);
      return listedMatters(view).map(({ matter }) => ({
        act: { act: 'intervene-early', matter, reason },
        value: matter,
      }));
    },
  },
  note: onCase({ act: 'note', text: '' }),
  'request-withdrawal': onCase({ act: 'request-withdrawal', reason, told: '' }),
  'answer-withdrawal': onCase({ act: 'answer-withdrawal', grant: false, reason }),
  'answer-take-over': onCase({ act: 'answer-take-over', grant: true, reason }),
  'ask-wording': onCase({ act: 'ask-wording', wording: '', reason }),
  'pass-wording': {
    field: 'line',
    trials: (view) =>
      openRequests(view)
        .filter(({ answer }) => answer === 'pass-wording')
        .map(({ seq }) => ({ act: { act: 'pass-wording', line: seq, reason }, value: String(seq) })),
  },
  'request-original': onPapers((paper) => ({ act: 'request-original', paper, reason })),
  'answer-original': onPapers((paper) => ({ act: 'answer-original', paper, grant: false, reason })),
  reopen: {
    field: 'fromStep',
    trials: (view) =>
      Object.values(view.steps).map(({ step }) => ({
        act: { act: 'reopen', fromStep: step, reason },
        value: step,
      })),
  },
} as const satisfies Record<StaffAct, Offer>;

function onCase(act: Act): Offer {
  return { field: null, trials: () => [{ act }] };
}

function onSteps(acts: (step: string, now: Instant) => readonly Act[]): Offer {
  return {
    field: 'step',
    trials: (view, now) =>
      openSteps(view).flatMap(({ step }) => acts(step, now).map((act) => ({ act, value: step }))),
  };
}

function onPapers(act: (paper: string) => Act): Offer {
  return {
    field: 'paper',
    trials: (view) => Object.keys(view.heldPapers).map((paper) => ({ act: act(paper), value: paper })),
  };
}
