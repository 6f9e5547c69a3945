import type { Act } from '../../../domain/moves/acts/act';
import { openSteps } from '../../../domain/case/case-view';
import { CaseMove } from '../../../domain/moves/case-move';
import { decide } from './decide';
import { perform } from '../../../domain/moves/acts/perform';
import { personsOf } from '../../../domain/moves/family/family';
import { writtenBy } from '../../../domain/moves/written-line';
import { nextRungOf } from '../../../domain/case/case-queries';
import type { Actor } from '../../../domain/role';
import { fireDueRungs } from '../../../domain/moves/rungs';
import {
  chief,
  clerk,
  contact,
  director,
  firm,
  lin,
  manager,
  otherChief,
  person,
  reporter,
  rewardOfficer,
  wei,
} from '../../procedures/kit/people';
import { codeOf, morning, said, Story, type Said } from '../../procedures/kit/story';

const reason = '情况说明';
const digest = (texts: Readonly<Record<string, string>>) => `digest of ${Object.keys(texts).join(' ')}`;

/** A draft of the case of this type, as it stands in the story. */
function draftOf(story: Story, caseType: 'tip-off' | 'rectification' | 'payout' = 'tip-off'): CaseMove {
  const caseId = story.idOf(caseType);
  return new CaseMove(caseId, story.office.view(caseId), story.office.context());
}

function take(move: CaseMove, story: Story, step: string, body: Said, actor: Actor) {
  const circumstances = story.office.circumstances(move.caseId);
  return decide(move, { step, body, actor, seenSeq: null }, circumstances, digest);
}

function does(move: CaseMove, story: Story, act: Act, actor: Actor, seenSeq: number | null = null) {
  return perform(move, { act, actor, seenSeq }, story.office.circumstances(move.caseId), digest);
}

describe('a decision', () => {
  it('appends one line: facts for the procedure, the texts as a digest only', async () => {
    const story = await Story.of();
    const move = draftOf(story);
    const written = take(move, story, 'tip-off/acceptance', said.declined, clerk);
    expect(move.fresh.map(({ body }) => body)).toEqual([
      {
        kind: 'decided',
        key: 'tip-off/acceptance#1',
        verdict: 'declined',
        facts: { allegesDeath: false, clause: 'no-clear-target-or-facts', death: false },
        textDigest: 'digest of /reason',
      },
    ]);
    expect(written).toEqual({ ok: true, value: { seq: move.view.seq, texts: { '/reason': '对象不明' } } });
    expect(JSON.stringify(move.fresh)).not.toContain('对象不明');
  });

  it('has no digest where there is no text', async () => {
    const story = await Story.of();
    const move = draftOf(story);
    take(move, story, 'tip-off/acceptance', { verdict: 'accepted', allegesDeath: false }, clerk);
    expect(move.fresh[0]!.body).not.toHaveProperty('textDigest');
  });

  it('carries what the step works out: facts for the procedure, the explanation for people', async () => {
    const story = await (await Story.of()).carry('tip-off/reward-proposal');
    const move = draftOf(story);
    take(move, story, 'tip-off/reward-proposal', said.proposed, rewardOfficer);
    expect(move.fresh[0]!.body).toMatchObject({
      facts: { amountFen: 1_800_000, level: 2, novelty: 'unknown-before' },
      detail: { reward: { amountFen: 1_800_000 } },
    });
  });

  it('that is refused writes nothing, for whichever reason', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    const move = draftOf(story);
    const [hazard] = said.substantiated.hazards;
    const refused = [
      take(move, story, 'tip-off/verification', said.substantiated, wei),
      take(move, story, 'tip-off/penalty', said.noPenalty, lin),
      take(move, story, 'tip-off/verification', { ...said.substantiated, hazards: [hazard, hazard] }, lin),
      take(move, story, 'tip-off/verification', said.substantiated, { ...lin, recusedFrom: [firm] }),
    ];
    expect(refused.map(codeOf)).toEqual([
      'not-assignee',
      'step-not-open',
      'form-invalid',
      'conflict-of-interest',
    ]);
    expect(move.fresh).toEqual([]);
  });

  it.each(['toString', 'constructor', '__proto__'])('with the verdict %s is none', async (verdict) => {
    const story = await Story.of();
    const move = draftOf(story);
    expect(codeOf(take(move, story, 'tip-off/acceptance', { verdict }, clerk))).toBe('verdict-not-possible');
    expect(move.fresh).toEqual([]);
  });

  it('binds everybody for whom somebody stands in, and says for whom where the step was theirs (G9)', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    const substitute = { ...wei, standsInFor: [lin.personId] };
    const forLin = draftOf(story);
    take(forLin, story, 'tip-off/verification', said.substantiated, substitute);
    const { body, actor } = forLin.fresh[0]!;
    expect(personsOf(body, actor)).toEqual([wei.personId, lin.personId]);

    const other = await Story.of();
    const unassigned = draftOf(other);
    const clerkForLin = { ...clerk, standsInFor: [lin.personId] };
    take(unassigned, other, 'tip-off/acceptance', said.declined, clerkForLin);
    const [first] = unassigned.fresh;
    expect(first!.body).not.toHaveProperty('standingInFor');
    expect(personsOf(first!.body, first!.actor)).toEqual([clerk.personId, lin.personId]);
  });

  it('where silence decides is refused from the very instant at which the limit ends', async () => {
    const story = await (await Story.of({ on: '2026-08-05' })).carry('tip-off/claim');
    const { dueAt } = story.state('tip-off/claim').clock;
    story.office.leapTo(new Date(Date.parse(dueAt!) - 1).toISOString());
    expect(codeOf(take(draftOf(story), story, 'tip-off/claim', { verdict: 'claimed' }, reporter))).toBeNull();
    story.office.leapTo(dueAt!);
    expect(codeOf(take(draftOf(story), story, 'tip-off/claim', { verdict: 'claimed' }, reporter))).toBe(
      'clock-expired',
    );
  });

  it('of the office is late, not refused, after its limit: the work has still to be done', async () => {
    const story = await Story.of({ on: '2026-08-03' });
    await story.on('2026-09-30');
    expect(codeOf(take(draftOf(story), story, 'tip-off/acceptance', said.declined, clerk))).toBeNull();
  });
});

describe('an act', () => {
  const every: readonly Act[] = [
    { act: 'assign', step: 'tip-off/verification', to: wei.personId, reason },
    { act: 'request-pause', step: 'tip-off/verification', ground: 'testing', days: 20, reason },
    { act: 'answer-pause', step: 'tip-off/verification', grant: true, reason },
    { act: 'resume', step: 'tip-off/verification', reason },
    { act: 'request-extension', step: 'tip-off/verification', byValue: 10, reason },
    { act: 'answer-extension', step: 'tip-off/verification', grant: true, reason, told: reason },
    { act: 'request-start-correction', step: 'tip-off/verification', on: '2026-08-03', reason },
    { act: 'answer-start-correction', step: 'tip-off/verification', grant: true, reason },
    { act: 'note', text: '来电询问' },
    { act: 'ask-wording', wording: '火花乱溅', reason },
    { act: 'pass-wording', line: 1, reason },
    { act: 'request-original', paper: firm, reason },
    { act: 'answer-original', paper: firm, grant: true, reason },
    { act: 'request-withdrawal', reason, told: '已合并办理' },
    { act: 'answer-withdrawal', grant: true, reason },
    { act: 'reopen', fromStep: 'tip-off/acceptance', reason },
  ];
  const underWay = async () => (await Story.of()).carry('tip-off/verification');

  it.each(every.map((act) => [act.act, act] as const))(
    '%s is refused to a reporter, a stranger, another unit and the recused, and writes nothing',
    async (_name, act) => {
      const story = await underWay();
      const move = draftOf(story);
      const all = person(['section-chief', 'inspector', 'approver'], 3, { unit: 'safety-2' });
      const strangers: Actor[] = [
        reporter,
        contact,
        otherChief,
        person('operator', 0, { unit: 'operations' }),
      ];
      for (const actor of strangers) expect(codeOf(does(move, story, act, actor))).not.toBeNull();
      const about = { participations: [], enterpriseId: firm, issuedLines: 0, recused: [] };
      const recused = { ...chief, roles: all.roles, level: 3 as const, recusedFrom: [firm] };
      const refusal = perform(move, { act, actor: recused, seenSeq: null }, about, digest);
      expect(codeOf(refusal)).toBe('conflict-of-interest');
      expect(move.fresh).toEqual([]);
    },
  );

  it.each(every.map((act) => [act.act, act] as const))(
    '%s is refused where the case has moved meanwhile',
    async (_name, act) => {
      const story = await underWay();
      const move = draftOf(story);
      expect(codeOf(does(move, story, act, chief, move.view.seq - 1))).toBe('case-moved');
    },
  );

  it.each(
    every.filter(({ act }) => act !== 'note' && act !== 'reopen').map((act) => [act.act, act] as const),
  )('%s is refused on a closed case', async (_name, act) => {
    const story = await (await Story.of()).carry(null, { 'tip-off/acceptance': [said.declined] });
    expect(codeOf(does(draftOf(story), story, act, chief))).toBe('case-closed');
  });

  it.each([
    ['assign', 'assigned'],
    ['request-extension', 'extension-requested'],
    ['note', 'noted'],
  ])('%s appends one line with the digest of its text and never the text', async (name, kind) => {
    const story = await underWay();
    const move = draftOf(story);
    const act = every.find((each) => each.act === name)!;
    const written = does(move, story, act, chief);
    const text = act.act === 'note' ? '/text' : '/reason';
    expect(move.fresh.map(({ body }) => body)).toEqual([
      expect.objectContaining({ kind, textDigest: `digest of ${text}` }),
    ]);
    expect(written.ok && written.value.texts).toEqual({ [text]: act.act === 'note' ? '来电询问' : reason });
    expect(JSON.stringify(move.fresh)).not.toContain(reason);
  });

  it('on a step that is not open is refused', async () => {
    const story = await underWay();
    for (const act of every.filter((each) => 'step' in each)) {
      const elsewhere = { ...act, step: 'tip-off/penalty' } as Act;
      const actor = person(['section-chief', 'approver'], 3);
      expect(codeOf(does(draftOf(story), story, elsewhere, actor))).toBe('step-not-open');
    }
  });

  it('keeps who did it, by person and account', async () => {
    const story = await underWay();
    const move = draftOf(story);
    does(move, story, every[0]!, chief);
    const { personId, accountId } = chief;
    expect(move.fresh[0]!.actor).toEqual({ kind: 'staff', personId, accountId });
    expect(writtenBy(reporter)).toEqual({ kind: 'reporter' });
  });

  it('keeps what was assigned before, so that the record tells who gave it to whom', async () => {
    const story = await underWay();
    const move = draftOf(story);
    does(move, story, every[0]!, chief);
    expect(move.fresh[0]!.body).toMatchObject({ assignee: wei.personId, previous: lin.personId });
  });

  it('of an approver of too low a level grants nothing', async () => {
    const story = await underWay();
    await story.acts({ act: 'request-extension', step: 'tip-off/verification', byValue: 10, reason }, lin);
    const step = 'tip-off/verification';
    const grant = { act: 'answer-extension', step, grant: true, reason, told: reason } as const;
    expect(codeOf(does(draftOf(story), story, grant, manager))).toBe('level-too-low');
    expect(codeOf(does(draftOf(story), story, grant, director))).toBeNull();
  });
});

describe('rungs that are due', () => {
  it('of several steps fire in the order of their instants, whichever step was opened first', async () => {
    const story = await (await Story.of({ on: '2026-08-03' })).carry('tip-off/penalty');
    // The feedback was opened before the penalty; the penalty's time stands still, so that their rungs mix.
    await story.pauses('tip-off/penalty', { ground: 'appraisal', days: 30, by: chief });
    const { caseId, view } = draftOf(story);
    const late = new CaseMove(caseId, view, story.office.context(morning('2027-03-01')));
    fireDueRungs(late);
    const fired = late.fresh.flatMap(({ body }) => (body.kind === 'rung-fired' ? [body] : []));
    const instants = fired.map(({ dueAt }) => dueAt);
    expect(instants).toEqual([...instants].sort());
    // Neither step had all of its rungs before the other's.
    const turns = fired.filter(({ key }, index) => index > 0 && key !== fired[index - 1]!.key);
    expect(turns.length).toBeGreaterThan(1);
  });

  it('fire up to now and no further', async () => {
    const story = await Story.of({ on: '2026-08-03' });
    const move = draftOf(story);
    const [first, second] = openSteps(move.view)[0]!.clock.rungs;
    const justThen = new CaseMove(move.caseId, move.view, story.office.context(first!.fireAt));
    fireDueRungs(justThen);
    expect(nextRungOf(openSteps(justThen.view)[0]!)).toEqual(second);
    const justBefore = new Date(Date.parse(first!.fireAt) - 1).toISOString();
    const tooSoon = new CaseMove(move.caseId, move.view, story.office.context(justBefore));
    fireDueRungs(tooSoon);
    expect(tooSoon.fresh).toEqual([]);
  });

  it('are late after a minute, and say so', async () => {
    const story = await Story.of({ on: '2026-08-03' });
    const move = draftOf(story);
    const { fireAt } = openSteps(move.view)[0]!.clock.rungs[0]!;
    const lateBy = (ms: number) => {
      const at = new Date(Date.parse(fireAt) + ms).toISOString();
      const late = new CaseMove(move.caseId, move.view, story.office.context(at));
      fireDueRungs(late);
      return late.fresh[0]!.body;
    };
    expect(lateBy(60_000)).toMatchObject({ rung: 'remind-50', late: false });
    expect(lateBy(60_001)).toMatchObject({ rung: 'remind-50', late: true });
  });

  it('are spread over five minutes by case, never before their instant', async () => {
    const story = await Story.of();
    const offsets = new Set<number>();
    for (let count = 0; count < 20; count++) {
      const opening = { caseType: 'tip-off', zone: 'jxedz', unit: 'safety-1', input: {} } as const;
      const caseId = await story.office.open(opening, reporter);
      for (const { at, fireAt } of openSteps(story.office.view(caseId))[0]!.clock.rungs) {
        offsets.add(Date.parse(fireAt) - Date.parse(at));
      }
    }
    expect(offsets.size).toBeGreaterThan(15);
    for (const offset of offsets) {
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset).toBeLessThan(5 * 60_000);
    }
  });
});
