import { decisionsOn } from '../../case/case-queries';
import { openSteps, type CaseView } from '../../case/case-view';
import { noFields, reasonOnly } from '../../case/form';
import { partOfKey, step } from '../../case/step';
import type { Policy } from '../../law/policy';
import { ok, refuse, type Result } from '../../refusal';
import { wardenFigures } from './coverage';
import { changeForm, partForm, replacementForm, wholeFirm } from './forms';
import {
  changed,
  measured,
  noChange,
  nothingStands,
  toBeFilled,
  type Change,
  type Standing,
} from './standing';

/**
 * 班组与纠察员变更. It waits as long as the network stands: each change is a decision with its author and its time. Once a
 * year the firm says at least that everything is as it was.
 */
export const change = step({
  id: 'warden-network/change',
  title: { zh: '班组与纠察员变更', en: 'Change of teams and wardens' },
  stage: 'standing',
  role: 'chief-safety-officer',
  verdicts: {
    changed: { title: { zh: '变更', en: 'Change' }, form: changeForm },
    confirmed: { title: { zh: '核对无变化', en: 'Confirm as it is' }, form: noFields },
    ended: { title: { zh: '停办', en: 'End the network' }, form: reasonOnly },
  },
  limit: 'limit.warden-network.change',
  ladder: 'ladder.warden',
  separateFrom: [],
  refusals: ['form-invalid', 'place-unknown', 'warden-unknown', 'warden-serves', 'replacement-open'],
  derive: ({ verdict, facts, view, policy }) => {
    if (verdict === 'ended') return ok({ facts: { openings: [] as string[] } });
    const before = standingOf(view);
    const entered = verdict === 'changed' ? facts : noChange;
    if (verdict === 'changed' && isEmpty(entered))
      return refuse('form-invalid', 'nothing changes; if all is as it was, confirm it', { pointer: '' });
    const free = areFree(entered, view);
    if (!free.ok) return free;
    const after = changed(before, entered, view.seq + 1);
    if (!after.ok) return after;
    const open = replacementsOpen(view);
    const figures = wardenFigures(policy);
    const openings = toBeFilled(after.value, entered, before, figures).filter((part) => !open.includes(part));
    const anew = entered.places.filter(({ place }) => !before.places.has(place)).length;
    const counted = { entered: anew + entered.named.length, changed: entered.places.length - anew };
    return ok({
      facts: { openings },
      detail: { coverage: { ...measured(after.value, figures) }, ...counted },
    });
  },
});

/** 补设纠察员, for one place or for the share of the whole firm: whoever is named has to fill it. */
export const replacement = step({
  id: 'warden-network/replacement',
  title: { zh: '补设纠察员', en: 'Naming of wardens who are missing' },
  stage: 'standing',
  role: 'chief-safety-officer',
  partBy: 'part',
  verdicts: {
    elected: { title: { zh: '推选补设', en: 'Elected' }, form: replacementForm },
    appointed: { title: { zh: '任命补设', en: 'Appointed' }, form: replacementForm },
    unneeded: { title: { zh: '无需补设', en: 'No longer needed' }, form: partForm },
  },
  limit: 'limit.warden-network.replacement',
  ladder: 'ladder.warden',
  separateFrom: [],
  refusals: [
    'form-invalid',
    'place-unknown',
    'warden-unknown',
    'warden-serves',
    'replacement-open',
    'wardens-missing',
  ],
  derive: ({ verdict, facts, view, policy }) => {
    const { part } = facts;
    const named = verdict === 'unneeded' ? [] : facts.named.map((each) => ({ ...each, by: verdict }));
    const stray = named.findIndex(({ place }) => part !== wholeFirm && place !== part);
    if (stray >= 0)
      return refuse('form-invalid', `this is about ${part}`, { pointer: `/named/${stray}/place` });
    const free = areFree({ ...noChange, named }, view, part);
    if (!free.ok) return free;
    const after = changed(standingOf(view), { ...noChange, named }, view.seq + 1);
    return after.ok ? isFilled(after.value, part, policy) : after;
  },
});

function isEmpty({ places, ended, left, named }: Change): boolean {
  return places.length + ended.length + left.length + named.length === 0;
}

/** Where a replacement is looked for, its own step names it, so that its clock ends when it is found. */
function areFree({ named }: Change, view: CaseView, own?: string): Result<null, 'replacement-open'> {
  const open = replacementsOpen(view);
  const taken = named.find(({ place }) => place !== own && open.includes(place));
  return taken === undefined
    ? ok(null)
    : refuse('replacement-open', `wardens of ${taken.place} are named at the step that waits for them`, {
        place: taken.place,
      });
}

function isFilled(after: Standing, part: string, policy: Policy) {
  const { short, leastByShare, wardens } = measured(after, wardenFigures(policy));
  const lacking =
    part === wholeFirm
      ? wardens < leastByShare && { needed: leastByShare, wardens }
      : short.find(({ place }) => place === part);
  return lacking
    ? refuse('wardens-missing', `${lacking.wardens} of ${lacking.needed} wardens`, {
        needed: lacking.needed,
        wardens: lacking.wardens,
      })
    : ok({ facts: {} });
}

/** For what replacements are looked for. */
function replacementsOpen(view: CaseView): string[] {
  return openSteps(view).flatMap(({ step: id, key }) =>
    id === replacement.id ? [partOfKey(key) ?? wholeFirm] : [],
  );
}

/** The teams and wardens of a firm as they stand. */
export function standingOf(view: CaseView): Standing {
  const changes = decisionsOn(view, change).map(({ seq, decision }) => ({
    seq,
    entered: decision.verdict === 'changed' ? decision.facts : noChange,
  }));
  const namings = decisionsOn(view, replacement).map(({ seq, decision }) => {
    const { verdict } = decision;
    const named =
      verdict === 'unneeded' ? [] : decision.facts.named.map((each) => ({ ...each, by: verdict }));
    return { seq, entered: { ...noChange, named } };
  });
  return [...changes, ...namings]
    .sort((a, b) => a.seq - b.seq)
    .reduce((standing, { seq, entered }) => {
      const after = changed(standing, entered, seq);
      // A reopening takes back a change on which a later one was built: what no longer fits says nothing.
      return after.ok ? after.value : standing;
    }, nothingStands);
}

/** In the order of the procedure. */
export const steps = [change, replacement];
