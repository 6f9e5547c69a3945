import type { Act } from '../../../domain/moves/acts/act';
import type { CaseEvent, Effect } from '../../../domain/case/case-event';
import { nextRungAt, stillHolds } from '../../../domain/case/case-queries';
import { openSteps } from '../../../domain/case/case-view';
import { steps } from '../../../domain/cases/catalogue';
import { isPausedAt } from '../../../domain/time/clock-reading';
import { firmRoles, type StaffActor } from '../../../domain/role';
import { codeOf, morning, Story } from '../kit/story';
import * as people from '../kit/people';
import { contact, desks, ProjectStory } from '../kit/project-story';

/* 中止: on a ground of the kind of step, asked for by one and granted by another, with an end that comes by itself. */

const reason = '情况说明';
const { chief, clerk, deputy, director, legal, lin, manager, otherChief, reporter, wei } = people;

describe('the pause of a verification', () => {
  const step = 'tip-off/verification';
  const request = { act: 'request-pause', step, ground: 'testing', days: 20, reason } as const;
  const grant = { act: 'answer-pause', step, grant: true, reason } as const;
  const resume = { act: 'resume', step, reason } as const;
  const underWay = async (on = '2026-08-03') => (await Story.of({ on })).carry(step);
  const lines = (story: Story): CaseEvent[] => [...story.office.events(story.idOf('tip-off'))];

  it('needs a ground that the law gives for this kind of step', async () => {
    const story = await underWay();
    for (const ground of ['holiday', 'expert-review', 'tender', 'constructor'])
      expect(await story.actRefusal({ ...request, ground: ground as never }, lin)).toBe('reason-not-lawful');
    await story.acts(request, lin);
  });

  it('stands still from the grant on, and not from the request', async () => {
    const story = await underWay();
    await story.acts(request, lin);
    await story.on('2026-08-10');
    expect(story.state(step).clock.dueOn).toBe('2026-10-08');
    await story.acts(grant, deputy);
    const { pauses, dueOn } = story.state(step).clock;
    expect(pauses).toMatchObject([{ from: morning('2026-08-10'), to: null, expectedDays: 20 }]);
    // Twenty dates are taken out, from the 10th to the 29th: day 60 moves from 10-02 to 10-22.
    expect(dueOn).toBe('2026-10-22');
  });

  it('ends by itself with its last day: a line of the record that nobody has to write', async () => {
    const story = await underWay();
    await story.pauses(step, { by: lin });
    await story.on('2026-08-22');
    expect(isPausedAt(story.state(step).clock, story.office.now)).toBe(true);
    await story.on('2026-08-23');
    expect(story.state(step).clock.pauses).toMatchObject([{ to: '2026-08-22T16:00:00.000Z' }]);
    const ended = lines(story).find(
      ({ body }) => body.kind === 'clock-superseded' && body.cause === 'resumed',
    );
    expect(ended?.actor).toEqual({ kind: 'system', part: 'limit' });
    await story.does(step);
  });

  it('goes on from its last day, however late the engine notices', async () => {
    const [onTime, late] = [await underWay(), await underWay()];
    for (const story of [onTime, late]) await story.pauses(step, { by: lin });
    await onTime.on('2026-09-01');
    late.office.leapTo(morning('2026-09-01'));
    await late.on('2026-09-01');
    const { dueAt, pauses } = late.state(step).clock;
    expect(dueAt).toBe(onTime.state(step).clock.dueAt);
    expect(pauses[0]?.to).toBe(onTime.state(step).clock.pauses[0]?.to);
  });

  it('whose end a person notices before the engine does is ended once', async () => {
    const story = await underWay();
    await story.pauses(step, { by: lin });
    story.office.leapTo(morning('2026-08-26'));
    await story.acts(resume, lin);
    expect(story.state(step).clock.pauses).toMatchObject([{ to: '2026-08-22T16:00:00.000Z' }]);
    await story.on('2026-08-27');
    const ends = lines(story).filter(
      ({ body }) => body.kind === 'clock-superseded' && body.cause === 'resumed',
    );
    expect(ends).toHaveLength(1);
  });

  it('fires rungs of its own and none of the limit: at half-time, at its end, and where nothing is done after it', async () => {
    const story = await underWay();
    await story.pauses(step, { by: lin });
    await story.on('2026-08-31');
    expect(story.rungsOf(step)).toEqual(['pause-1-half', 'pause-1-resume', 'pause-1-end', 'pause-1-overdue']);
    const told = story
      .events('tip-off', 'effect-asked')
      .flatMap(({ effect }) => (effect.about?.rung === undefined ? [] : [[effect.about.rung, effect.to]]));
    const key = `${step}#1`;
    expect(told).toEqual([
      ['pause-1-half', { kind: 'step', key }],
      ['pause-1-end', { kind: 'step', key }],
      ['pause-1-overdue', { kind: 'office', office: 'section-chief' }],
    ]);
  });

  it('has other rungs the second time, so that each of them fires', async () => {
    const story = await underWay();
    for (const on of ['2026-08-10', '2026-08-25']) {
      await story.pauses(step, { days: 4, by: lin });
      await story.on(on);
    }
    expect(story.rungsOf(step)).toEqual(
      expect.arrayContaining(['pause-1-end', 'pause-2-half', 'pause-2-end']),
    );
  });

  it('may end before by a hand, and then has nothing more to say', async () => {
    const story = await underWay();
    await story.on('2026-08-13');
    await story.pauses(step, { days: 40, by: lin });
    await story.on('2026-08-22');
    await story.acts(resume, lin);
    // Ten dates were touched by the pause (13th to 22nd); day 60 moves from 10-02 to 10-12.
    expect(story.state(step).clock.dueOn).toBe('2026-10-12');
    await story.on('2026-09-20');
    expect(story.rungsOf(step).filter((id) => id.startsWith('pause'))).toEqual([]);
  });

  it('is asked for by the assignee or the section chief of the unit', async () => {
    const story = await underWay();
    expect(await story.actRefusal(request, wei)).toBe('not-assignee');
    expect(await story.actRefusal(request, clerk)).toBe('role-missing');
    expect(await story.actRefusal(request, otherChief)).toBe('not-your-unit');
    expect(await story.actRefusal(request, contact)).toBe('not-your-unit');
    expect(await story.actRefusal(request, reporter)).toBe('role-missing');
    await story.acts(request, chief);
  });

  it('is granted by an approver of the level that the policy names for the ground', async () => {
    const story = await underWay();
    expect(await story.actRefusal(grant, deputy)).toBe('not-requested');
    await story.acts(request, lin);
    expect(await story.actRefusal(grant, chief)).toBe('role-missing');
    expect(await story.actRefusal(grant, manager)).toBe('level-too-low');
    await story.acts(grant, deputy);
    await story.acts(resume, lin);
    await story.acts({ ...request, ground: 'criminal-inquiry', days: 180 }, lin);
    expect(await story.actRefusal(grant, deputy)).toBe('level-too-low');
    await story.acts(grant, director);
  });

  it('is never granted by who asks, by whose work it is, nor by anybody who stands in for them, either way', async () => {
    const both = (who: StaffActor): StaffActor => ({ ...who, roles: [...who.roles, 'approver'], level: 3 });
    const story = await underWay();
    await story.acts(request, { ...chief, standsInFor: [otherChief.personId] });
    for (const hand of [chief, lin, otherChief])
      expect(await story.actRefusal(grant, both(hand))).toBe('same-person');
    const substitute = { ...director, standsInFor: [lin.personId] };
    expect(await story.actRefusal(grant, substitute)).toBe('same-person');
    await story.acts(grant, director);
  });

  it('that is refused leaves the time running, and whoever asked is told', async () => {
    const story = await underWay();
    const { dueAt } = story.state(step).clock;
    await story.acts(request, lin);
    await story.acts({ ...grant, grant: false }, deputy);
    expect(story.state(step)).toMatchObject({ clock: { dueAt, pauses: [] }, pause: { state: 'refused' } });
    const templates = story.events('tip-off', 'effect-asked').map(({ effect }) => effect.template);
    expect(templates).toEqual(['request-waits', 'pause-answered']);
    await story.acts(request, lin);
  });

  it('is bounded over all pauses on its ground together, with what is left in the refusal', async () => {
    const story = await underWay();
    expect(await story.actRefusal({ ...request, days: 61 }, lin)).toBe('pause-too-long');
    await story.pauses(step, { days: 40, by: lin });
    await story.on('2026-09-20');
    const result = await story.office.act(story.rootId, {
      act: { ...request, days: 21 },
      actor: lin,
      seenSeq: null,
    });
    expect(result).toMatchObject({
      refusal: { code: 'pause-too-long', facts: { pointer: '/days', left: 20 } },
    });
    await story.pauses(step, { days: 20, by: lin });
  });

  it('lets nobody decide the step until its time goes on', async () => {
    const story = await underWay();
    await story.pauses(step, { by: lin });
    expect(await story.refusalOf(step)).toBe('clock-paused');
    await story.acts(resume, lin);
    await story.does(step);
  });

  it('is refused twice, and so is resuming what runs', async () => {
    const story = await underWay();
    expect(await story.actRefusal(resume, lin)).toBe('clock-not-paused');
    await story.acts(request, lin);
    expect(await story.actRefusal(request, chief)).toBe('request-open');
    await story.acts(grant, deputy);
    expect(await story.actRefusal(request, lin)).toBe('clock-paused');
    expect(await story.actRefusal(grant, deputy)).toBe('not-requested');
  });

  it('is refused once the limit has ended, also where it was asked for before: a breach stays a breach', async () => {
    const story = await underWay();
    await story.acts(request, lin);
    await story.on('2026-10-09');
    expect(await story.actRefusal(grant, deputy)).toBe('clock-expired');
    await story.acts({ ...grant, grant: false }, deputy);
    expect(await story.actRefusal(request, chief)).toBe('clock-expired');
  });

  it('is for the chief alone where a step is assigned to nobody', async () => {
    const story = await (await Story.of()).carry('tip-off/penalty');
    const penalty = { ...request, step: 'tip-off/penalty' };
    expect(await story.actRefusal(penalty, legal)).toBe('role-missing');
    await story.acts(penalty, chief);
  });

  it('keeps the case on its way: it is due when the pause will have ended, and has a next rung', async () => {
    const story = await underWay();
    await story.pauses(step, { by: lin });
    const [open] = openSteps(story.view());
    expect(open?.clock.dueAt).not.toBeNull();
    expect(nextRungAt(story.view())).toBe(open?.clock.rungs[0]?.fireAt);
  });
});

describe('the time of a step that is not the office’s', () => {
  it('is stopped on no ground by anybody: of the claim, the remedy, the order of the bank, the application', async () => {
    const stories: [string, Story][] = [
      ['tip-off/claim', await (await Story.of()).carry('tip-off/claim')],
      ['rectification/remedy', await (await Story.of()).carry('rectification/remedy')],
      ['payout/listing', await (await Story.of()).carry('payout/listing')],
    ];
    for (const [step, story] of stories) {
      for (const ground of ['testing', 'criminal-inquiry', 'hearing'] as const) {
        const request: Act = { act: 'request-pause', step, ground, days: 10, reason };
        expect([step, await story.actRefusal(request, chief)]).toEqual([step, 'reason-not-lawful']);
      }
    }
  });

  it('knows no ground in the catalogue either', () => {
    const stopped = [...steps.values()].filter(({ pauses }) => pauses !== undefined);
    expect(stopped.length).toBeGreaterThan(0);
    for (const { role } of stopped)
      expect(['reporter', ...firmRoles, 'payer', 'confirmer']).not.toContain(role);
  });
});

describe('where an applicant waits', () => {
  const { handler, chief: planningChief } = desks['jxedz-planning'];
  const step = 'approval-item/decision';
  const request = { act: 'request-pause', step, ground: 'expert-review', days: 15, reason } as const;
  const resume = { act: 'resume', step, reason: '评审结束' } as const;

  let story: ProjectStory;
  let item: string;
  beforeEach(async () => {
    story = await ProjectStory.of('standard-plant', '2026-09-21');
    await story.does('project/lead');
    await story.does('project/notification');
    await story.obtain('project-filing');
    await story.does('approval-item/application land-use-permit');
    await story.does('approval-item/acceptance land-use-permit');
    item = story.item('land-use-permit') ?? '';
  });

  const toldTheFirm = (): Effect['template'][] =>
    story.office
      .events(item)
      .flatMap(({ body }) =>
        body.kind === 'effect-asked' && body.effect.to.kind === 'enterprise' ? [body.effect.template] : [],
      );

  it('the enterprise is told of the pause and of its end, once each, also where that comes by itself', async () => {
    await story.act(request, handler, item);
    expect(toldTheFirm()).toEqual([]);
    await story.act({ act: 'answer-pause', step, grant: true, reason }, deputy, item);
    expect(toldTheFirm()).toEqual(['time-paused']);
    await story.on('2026-10-12');
    expect(toldTheFirm()).toEqual(['time-paused', 'time-resumed']);
    await story.pauses(item, handler, 5);
    expect((await story.act(resume, handler, item)).ok).toBe(true);
    expect(toldTheFirm()).toEqual(['time-paused', 'time-resumed', 'time-paused', 'time-resumed']);
  });

  it('both clocks stand still until the same instant, with one set of rungs', async () => {
    await story.pauses(item, handler, 15);
    const { clock, promise } = story.itemView('land-use-permit').steps[`${step}#1`] ?? {};
    const pause = { reason: 'expert-review', expectedDays: 15, until: '2026-10-05T16:00:00.000Z' };
    expect(clock).toMatchObject({ pauses: [pause] });
    expect(promise).toMatchObject({ pauses: [{ ...pause, rungs: [] }], rungs: [] });
    await story.on('2026-10-07');
    const after = story.itemView('land-use-permit').steps[`${step}#1`];
    for (const each of [after?.clock, after?.promise])
      expect(each?.pauses).toMatchObject([{ to: pause.until }]);
  });

  it('what a rung said before is untrue: the mail that was not sent yet holds no more, and again after', async () => {
    const key = `${step}#1`;
    const { clock, promise } = story.itemView('land-use-permit').steps[key]!;
    const rung = promise!.rungs[0]!;
    await story.office.advanceTo(rung.fireAt);
    const about = { key, rung: rung.id };
    const holds = () => stillHolds(story.itemView('land-use-permit'), about, story.office.now);
    expect(clock.rungs.some(({ id }) => id === rung.id)).toBe(false);
    expect(holds()).toBe(true);
    await story.pauses(item, handler, 15);
    expect(holds()).toBe(false);
    await story.act(resume, handler, item);
    expect(holds()).toBe(true);
    await story.does('approval-item/decision land-use-permit');
    expect(holds()).toBe(false);
  });

  it('it is asked for by whom the decision is assigned to, or their chief: not the applicant, nor another department', async () => {
    expect(codeOf(await story.act(request, contact, item))).toBe('role-missing');
    expect(codeOf(await story.act(request, desks['jxedz-housing'].handler, item))).toBe('not-your-unit');
    expect((await story.act(request, planningChief, item)).ok).toBe(true);
  });

  it('a gate of the project does not stand still: it is no decision on a licence', async () => {
    const gate: Act = { ...request, step: 'project/construction-gate', ground: 'criminal-inquiry' };
    const refused = await story.act(gate, desks['jxedz-investment'].chief);
    expect(refused).toMatchObject({ refusal: { code: 'reason-not-lawful', facts: { pointer: '/ground' } } });
  });
});
