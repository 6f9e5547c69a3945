import type { CaseView, StepDecision } from '../../case/case-view';
import { ok, refuse, type Result } from '../../refusal';

/*
 * A tip-off in which a death is alleged or found is organised by the county government or above (安全生产法 art. 73),
 * whoever says so first: the reporter, the acceptance, the verification or the proposal.
 */

/** Whether anybody has said in this case that somebody died. Steps that a reopening has superseded count too. */
export function concernsDeath(view: CaseView): boolean {
  const { allegesDeath } = view.input;
  return (
    allegesDeath === true ||
    decisionsIn(view).some(({ facts }) =>
      [facts['allegesDeath'], facts['deathFound'], facts['death']].includes(true),
    )
  );
}

/** Until the government has spoken, nobody takes such a case back: neither the office nor the reporter. */
export function mayEnd(view: CaseView): Result<null> {
  return concernsDeath(view) && !governmentHasSpoken(view)
    ? refuse('government-not-heard', 'a death is alleged or found: the government organises the check first')
    : ok(null);
}

function governmentHasSpoken(view: CaseView): boolean {
  return statesIn(view).some(({ step, decision }) => step === 'tip-off/government-lead' && decision !== null);
}

function decisionsIn(view: CaseView): StepDecision[] {
  return statesIn(view).flatMap(({ decision }) => decision ?? []);
}

function statesIn({ steps, superseded }: CaseView) {
  return [...superseded, ...Object.values(steps)];
}
