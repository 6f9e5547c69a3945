import { actsAs, authorize, hasBusinessWith, holdsHere, mayTouch } from '../../../domain/moves/authorize';
import type { EventBody } from '../../../domain/case/case-event';
import { applyEvent, type CaseView } from '../../../domain/case/case-view';
import { stepDef } from '../../../domain/cases/catalogue';
import { tipOff } from '../../../domain/cases/tip-off/case-type';
import type { RefusalCode } from '../../../domain/refusal';
import type { Actor } from '../../../domain/role';
import {
  chief,
  clerk,
  contact,
  deputy,
  director,
  firm,
  liaison,
  lin,
  manager,
  otherChief,
  otherContact,
  payer,
  person,
  reporter,
  rewardOfficer,
  wei,
} from '../../procedures/kit/people';
import { codeOf, said, Story } from '../../procedures/kit/story';

const nobodyYet = { participations: [], enterpriseId: null, issuedLines: 0, recused: [] };

/** Steps of a tip-off that somebody of the office decides, from the first to the reward. */
const usualWay = tipOff.steps
  .filter(({ id, role }) => role !== 'reporter' && id !== 'tip-off/government-lead')
  .map(({ id }) => id);

interface Attempt {
  readonly verdict?: string;
  readonly seenSeq?: number | null;
  readonly circumstances?: Partial<Parameters<typeof authorize>[2]>;
}

/** The code with which somebody is refused a step; null where they may. */
function judge(view: CaseView, step: string, actor: Actor, attempt: Attempt = {}): RefusalCode | null {
  const { verdict = 'approved', seenSeq = null, circumstances = {} } = attempt;
  return codeOf(authorize(view, { step, verdict, actor, seenSeq }, { ...nobodyYet, ...circumstances }));
}

const at = async (step: string) => (await (await Story.of()).carry(step)).view('tip-off');

describe('which step', () => {
  it('a closed case takes no decision', async () => {
    const story = await (await Story.of()).carry(null, { 'tip-off/acceptance': [said.declined] });
    expect(judge(story.view(), 'tip-off/acceptance', clerk, { verdict: 'accepted' })).toBe('case-closed');
  });

  it('a step that is not open is refused, and those that are open are named', async () => {
    const refused = authorize(
      await at('tip-off/assignment'),
      { step: 'tip-off/penalty', verdict: 'none', actor: clerk, seenSeq: null },
      nobodyYet,
    );
    expect(refused).toMatchObject({
      ok: false,
      refusal: { code: 'step-not-open', facts: { open: ['tip-off/assignment'] } },
    });
  });

  it('a verdict that the step does not know is refused', async () => {
    expect(judge(await at('tip-off/acceptance'), 'tip-off/acceptance', clerk, { verdict: 'paid' })).toBe(
      'verdict-not-possible',
    );
  });

  it('the verdict of the limit itself is nobody’s to give', async () => {
    expect(judge(await at('tip-off/claim'), 'tip-off/claim', reporter, { verdict: 'forfeited' })).toBe(
      'verdict-not-possible',
    );
  });
});

describe('which person', () => {
  const accepted = { verdict: 'accepted' };

  it('needs the role of the step', async () => {
    const view = await at('tip-off/acceptance');
    expect(judge(view, 'tip-off/acceptance', clerk, accepted)).toBeNull();
    for (const actor of [chief, lin, director, payer, reporter, contact]) {
      expect(judge(view, 'tip-off/acceptance', actor, accepted)).toBe('role-missing');
    }
  });

  it('belongs to the unit of the case', async () => {
    const view = await at('tip-off/acceptance');
    const elsewhere = person('intake-clerk', 0, { unit: 'safety-2' });
    expect(judge(view, 'tip-off/acceptance', elsewhere, accepted)).toBe('not-your-unit');
  });

  it('of an office for the whole zone may sit in any unit', async () => {
    const view = await at('tip-off/reward-proposal');
    expect(judge(view, 'tip-off/reward-proposal', rewardOfficer, { verdict: 'proposed' })).toBeNull();
  });

  it('of an enterprise never acts for an office of the bureau, whatever roles the account was given', async () => {
    const view = await at('tip-off/acceptance');
    const both = person(['intake-clerk', 'enterprise-contact'], 0, { enterpriseId: firm });
    expect(judge(view, 'tip-off/acceptance', both, accepted)).toBe('role-missing');
  });

  it('of an enterprise acts on the matters of that enterprise alone', async () => {
    const story = await (await Story.of()).carry('rectification/acknowledgement');
    const view = story.view('rectification');
    const step = 'rectification/acknowledgement';
    const attempt = { verdict: 'acknowledged', circumstances: { enterpriseId: firm } };
    expect(judge(view, step, contact, attempt)).toBeNull();
    expect(judge(view, step, otherContact, attempt)).toBe('not-your-unit');
    expect(judge(view, step, contact, { verdict: 'acknowledged' })).toBe('not-your-unit');
  });

  it('is the assignee where there is one, or who stands in for them', async () => {
    const view = await at('tip-off/verification');
    const attempt = { verdict: 'substantiated' };
    expect(judge(view, 'tip-off/verification', lin, attempt)).toBeNull();
    expect(judge(view, 'tip-off/verification', wei, attempt)).toBe('not-assignee');
    const substitute = { ...wei, standsInFor: [lin.personId] };
    expect(judge(view, 'tip-off/verification', substitute, attempt)).toBeNull();
  });

  it('stands as high as the amount needs', async () => {
    const view = await at('tip-off/reward-approval');
    expect(judge(view, 'tip-off/reward-approval', manager)).toBe('level-too-low');
    expect(judge(view, 'tip-off/reward-approval', deputy)).toBeNull();
    expect(judge(view, 'tip-off/reward-approval', director)).toBeNull();
  });

  it('has no interest in the enterprise', async () => {
    const view = await at('tip-off/reward-approval');
    const circumstances = { enterpriseId: firm };
    const recused = { ...deputy, recusedFrom: [firm] };
    expect(judge(view, 'tip-off/reward-approval', recused, { circumstances })).toBe('conflict-of-interest');
    expect(judge(view, 'tip-off/reward-approval', recused)).toBeNull();
  });
});

describe('whom the tip names', () => {
  it.each(usualWay)('decides nothing of it, as on %s', async (step) => {
    const story = await (await Story.of()).carry(step);
    const view = story.view(step.split('/')[0] as 'tip-off');
    const { assignee } = story.state(step);
    const actor = person(stepDef(step).role, 3, assignee === null ? {} : { personId: assignee });
    const verdict = Object.keys(stepDef(step).verdicts)[0] ?? '';
    expect(judge(view, step, actor, { verdict })).toBeNull();
    const circumstances = { recused: [actor.personId] };
    expect(judge(view, step, actor, { verdict, circumstances })).toBe('conflict-of-interest');
    expect(codeOf(hasBusinessWith(actor, view, { ...nobodyYet, ...circumstances }))).toBe(
      'conflict-of-interest',
    );
  });
});

describe('separation of persons', () => {
  const proposedBy = (personId: string) => ({
    circumstances: { participations: [{ step: 'tip-off/reward-proposal', personId }] },
  });

  it('bars the natural person who did the step that this one must be separate from', async () => {
    const view = await at('tip-off/reward-approval');
    expect(judge(view, 'tip-off/reward-approval', deputy, proposedBy(deputy.personId))).toBe('same-person');
    expect(judge(view, 'tip-off/reward-approval', deputy, proposedBy(director.personId))).toBeNull();
  });

  it('sees through a second account of one person', async () => {
    const view = await at('tip-off/reward-approval');
    const secondAccount = { ...deputy, accountId: 'another account' };
    const refusal = judge(view, 'tip-off/reward-approval', secondAccount, proposedBy(deputy.personId));
    expect(refusal).toBe('same-person');
  });

  it('sees through standing in', async () => {
    const view = await at('tip-off/reward-approval');
    const substitute = { ...director, standsInFor: [deputy.personId] };
    const refusal = judge(view, 'tip-off/reward-approval', substitute, proposedBy(deputy.personId));
    expect(refusal).toBe('same-person');
    expect(actsAs(substitute)).toEqual([director.personId, deputy.personId]);
  });

  it('does not bar from steps that need no separation', async () => {
    const view = await at('tip-off/penalty');
    const acted = { circumstances: { participations: [{ step: 'tip-off/acceptance', personId: 'p' }] } };
    const legal = person('legal-officer', 0, { personId: 'p' });
    expect(judge(view, 'tip-off/penalty', legal, { ...acted, verdict: 'none' })).toBeNull();
  });
});

function grown(view: CaseView, body: EventBody): CaseView {
  const actor = { kind: 'system', part: 'effect' } as const;
  return applyEvent(view, { seq: view.seq + 1, at: view.openedAt, actor, body });
}

describe('a case that has moved', () => {
  it('is not decided by what a caller saw before', async () => {
    const view = await at('tip-off/acceptance');
    const seen = (seenSeq: number | null) =>
      judge(view, 'tip-off/acceptance', clerk, { verdict: 'accepted', seenSeq });
    expect(seen(view.seq - 1)).toBe('case-moved');
    expect(seen(view.seq)).toBeNull();
    expect(seen(null)).toBeNull();
  });

  it('is the same case when a mail has gone out since', async () => {
    const view = await at('tip-off/acceptance');
    const key = 'mail/decision-taken#1';
    const effect = { kind: 'mail', template: 'decision-taken', to: { kind: 'enterprise' } } as const;
    const asked = grown(view, { kind: 'effect-asked', key, effect });
    const sent = grown(asked, { kind: 'effect-done', key, result: 'sent' });
    const seen = (seenSeq: number) =>
      judge(sent, 'tip-off/acceptance', clerk, { verdict: 'accepted', seenSeq });
    expect([view.seq, asked.seq, sent.seq, sent.seq + 1].map(seen)).toEqual([
      'case-moved',
      null,
      null,
      'case-moved',
    ]);
  });

  it('tells that only to who might have decided it: a stranger learns nothing of its seq', async () => {
    const view = await at('tip-off/acceptance');
    const refusal = judge(view, 'tip-off/acceptance', payer, { verdict: 'accepted', seenSeq: 0 });
    expect(refusal).toBe('role-missing');
  });
});

describe('business with a case', () => {
  it('for what may happen to any case an office is held here: role, level and unit', async () => {
    const view = await at('tip-off/verification');
    expect(codeOf(holdsHere(chief, 'section-chief', view, nobodyYet))).toBeNull();
    expect(codeOf(holdsHere(otherChief, 'section-chief', view, nobodyYet))).toBe('not-your-unit');
    expect(codeOf(holdsHere(lin, 'section-chief', view, nobodyYet))).toBe('role-missing');
    expect(codeOf(holdsHere(manager, 'approver', view, nobodyYet, 2))).toBe('level-too-low');
    expect(codeOf(holdsHere(deputy, 'approver', view, nobodyYet, 2))).toBeNull();
  });

  it('one role of the zone does not lend its reach to another: an approver who is chief elsewhere is no chief here', async () => {
    const view = await at('tip-off/verification');
    const both = person(['section-chief', 'approver'], 3, { unit: 'safety-2' });
    expect(codeOf(holdsHere(both, 'section-chief', view, nobodyYet))).toBe('not-your-unit');
    expect(codeOf(holdsHere(both, 'approver', view, nobodyYet))).toBeNull();
  });

  it('is had by the unit and the zone’s offices; not by others, nor by the enterprise that a tip is about', async () => {
    const view = await at('tip-off/verification');
    const about = { participations: [], enterpriseId: firm, issuedLines: 0, recused: [] };
    for (const actor of [clerk, chief, liaison])
      expect(codeOf(hasBusinessWith(actor, view, about))).toBeNull();
    for (const actor of [otherChief, contact, otherContact]) {
      expect(codeOf(hasBusinessWith(actor, view, about))).toBe('not-your-unit');
    }
  });

  it('is nobody’s who is recused', () => {
    expect(codeOf(mayTouch({ ...chief, recusedFrom: [firm] }, { enterpriseId: firm }))).toBe(
      'conflict-of-interest',
    );
    expect(codeOf(mayTouch({ ...chief, recusedFrom: [firm] }, { enterpriseId: null }))).toBeNull();
    expect(codeOf(mayTouch(reporter, { enterpriseId: firm }))).toBeNull();
  });
});
