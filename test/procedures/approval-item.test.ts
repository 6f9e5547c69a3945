import type { CaseEvent } from '../../domain/case/case-event';
import type { StepState } from '../../domain/case/case-view';
import { contact, deputy, desks, director, ProjectStory } from './kit/project-story';
import { codeOf, morning } from './kit/story';

/* One approval item over every path of its procedure (行政许可法 arts 29-45, 50; 优化营商环境条例 art. 36). */

const permit = 'land-use-permit';
const { counter, handler, chief } = desks['jxedz-planning'];
const reason = '情况说明';

const at = (step: string, matter = permit) => `approval-item/${step} ${matter}`;

/** Applied for in the morning of the day. */
async function applied(matter = permit, on = '2026-09-21'): Promise<ProjectStory> {
  const story = await ProjectStory.ofItem(matter, { on });
  await story.does(at('application', matter));
  return story;
}

async function accepted(matter = permit, on = '2026-09-21'): Promise<ProjectStory> {
  const story = await applied(matter, on);
  await story.does(at('acceptance', matter));
  return story;
}

function stateOf(story: ProjectStory, step: string): StepState {
  const state = Object.values(story.project.steps).findLast((each) => each.step === `approval-item/${step}`);
  if (state === undefined) throw new Error(`${step} was never opened`);
  return state;
}

const outcomeOf = (story: ProjectStory) => story.project.closed?.outcome ?? null;

describe('acceptance', () => {
  it('on the day of receipt hands the item to whom it names, and the time runs', async () => {
    const story = await accepted(permit, '2026-09-21');
    expect(stateOf(story, 'decision')).toMatchObject({
      assignee: handler.personId,
      clock: { dueOn: '2026-10-26' }, // golden 25
    });
  });

  it('may name nobody but another officer: who accepts does not handle', async () => {
    const story = await applied();
    const body = { verdict: 'accepted', handler: counter.personId };
    expect(await story.refusalOf(at('acceptance'), { body })).toBe('assignee-unfit');
    await story.does(at('acceptance'));
    await story.act(
      { act: 'assign', step: 'approval-item/decision', to: counter.personId, reason },
      chief,
      story.projectId,
    );
    expect(await story.refusalOf(at('decision'), { by: counter })).toBe('same-person');
  });

  it('declined ends the item', async () => {
    const story = await applied();
    await story.does(at('acceptance'), { body: { verdict: 'declined', reason } });
    expect(outcomeOf(story)).toBe('declined');
  });

  it('is needed by no item in which the department intervened early', async () => {
    const story = await ProjectStory.ofItem(permit, { early: true });
    await story.does(at('application'));
    expect(story.open).toEqual([at('decision')]);
    expect(stateOf(story, 'decision').clock.anchor).toBe(morning('2026-09-21'));
  });
});

describe('silence about an application', () => {
  it('of five working days is acceptance on the day of receipt, from which the time runs (golden 29)', async () => {
    const story = await applied(permit, '2026-09-29');
    await story.on('2026-10-12');
    expect(story.open).toEqual([at('acceptance')]);
    await story.on('2026-10-13');
    expect(stateOf(story, 'acceptance').decision?.verdict).toBe('accepted-by-silence');
    expect(stateOf(story, 'decision')).toMatchObject({
      assignee: null,
      clock: { anchor: morning('2026-09-29'), dueOn: '2026-11-02' },
      promise: { anchor: morning('2026-09-29') },
    });
  });

  it('speaks when the five days end, however late the engine is with writing it', async () => {
    const story = await applied(permit, '2026-09-29');
    story.office.leapTo(morning('2026-10-13'));
    expect(await story.refusalOf(at('acceptance'))).toBe('clock-expired');
  });

  it('is nobody’s to say', async () => {
    const story = await applied();
    const body = { verdict: 'accepted-by-silence' };
    expect(await story.refusalOf(at('acceptance'), { body })).toBe('verdict-not-possible');
  });
});

describe('missing papers', () => {
  const correction = { verdict: 'correction', missing: ['site-plan'], reason };

  it('are asked for once for all: a second time is refused', async () => {
    const story = await applied();
    await story.does(at('acceptance'), { body: correction });
    await story.does(at('correction'));
    expect(await story.refusalOf(at('acceptance'), { body: correction })).toBe('correction-used');
    await story.does(at('acceptance'));
    expect(story.open).toEqual([at('decision')]);
  });

  it('are of the list that was published for the matter', async () => {
    const story = await applied();
    const body = { ...correction, missing: ['site-plan', 'drawings', 'family-register'] };
    expect(await story.tries(at('acceptance'), { body })).toMatchObject({
      refusal: {
        code: 'material-unknown',
        facts: { materials: ['drawings', 'family-register'], pointer: '/missing' },
      },
    });
  });

  it('stop no time: after their correction the five days begin anew, and the limit counts from then', async () => {
    const story = await applied('construction-permit', '2026-09-28');
    const body = { ...correction, missing: ['safety-measures'] };
    await story.does(at('acceptance', 'construction-permit'), { body });
    await story.on('2026-10-12');
    await story.does(at('correction', 'construction-permit'));
    expect(stateOf(story, 'acceptance').clock.dueOn).toBe('2026-10-19');
    await story.on('2026-10-14');
    await story.does(at('acceptance', 'construction-permit'));
    expect(stateOf(story, 'decision').clock).toMatchObject({
      anchor: morning('2026-10-12'),
      dueOn: '2026-10-21',
    });
  });

  it('that come late are called late and taken all the same: no law ends the application', async () => {
    const story = await applied();
    await story.does(at('acceptance'), { body: correction });
    await story.on('2026-12-23');
    expect(story.open).toEqual([at('correction')]);
    expect(stateOf(story, 'correction').fired).toEqual(['remind-50', 'remind-80', 'overdue']);
    await story.does(at('correction'));
    expect(story.open).toEqual([at('acceptance')]);
  });
});

describe('the decision', () => {
  it('is due from receipt where the law says so: seven working days for a construction permit (golden 27)', async () => {
    const story = await applied('construction-permit', '2026-09-28');
    await story.on('2026-09-30');
    await story.does(at('acceptance', 'construction-permit'));
    expect(stateOf(story, 'decision').clock.dueOn).toBe('2026-10-13');
  });

  it('granted is delivered within ten working days of it, and ends the item with the date in hand', async () => {
    const story = await accepted();
    await story.on('2026-09-28');
    await story.does(at('decision'));
    expect(stateOf(story, 'delivery').clock.dueOn).toBe('2026-10-16');
    await story.does(at('delivery'));
    expect(story.project.closed).toMatchObject({ outcome: 'granted', facts: { deliveredOn: '2026-09-28' } });
  });

  it('is not said to be delivered on a day to come', async () => {
    const story = await accepted();
    await story.on('2026-09-28');
    await story.does(at('decision'));
    const before = story.project.seq;
    const body = (deliveredOn: string) => ({ verdict: 'delivered', documentNo: 'JX-2026-0001', deliveredOn });
    expect(await story.refusalOf(at('delivery'), { body: body('2026-09-29') })).toBe('date-ahead');
    expect(story.project.seq).toBe(before);
    await story.does(at('delivery'), { body: body('2026-09-28') });
  });

  it('refused is delivered too, with its clause', async () => {
    const story = await accepted();
    await story.does(at('decision'), { body: { verdict: 'refused', clause: 'planning:art38', reason } });
    expect(outcomeOf(story)).toBeNull();
    await story.does(at('delivery'));
    expect(outcomeOf(story)).toBe('refused');
  });

  it('is not needed for a filing: complete information is all that the law asks for', async () => {
    const story = await applied('project-filing');
    expect(outcomeOf(story)).toBe('granted');
    expect(Object.keys(story.project.steps)).toEqual(['approval-item/application#1']);
  });

  it('of a filing is refused while papers of its list are missing, which are named, and the step waits on', async () => {
    const story = await ProjectStory.ofItem('project-filing');
    const body = { verdict: 'applied' };
    const tried = await story.decide(story.projectId, 'approval-item/application', body, contact);
    expect(tried).toMatchObject({
      ok: false,
      refusal: { code: 'papers-missing', facts: { materials: ['business-licence'] } },
    });
    expect(story.open).toEqual([at('application', 'project-filing')]);
    await story.handsIn('business-licence');
    expect((await story.decide(story.projectId, 'approval-item/application', body, contact)).ok).toBe(true);
    expect(outcomeOf(story)).toBe('granted');
  });

  it('of a filing takes the papers that lie in the file of its project', async () => {
    const story = await ProjectStory.of();
    await story.does('project/lead');
    await story.does('project/notification');
    await story.handsIn('business-licence');
    const item = story.item('project-filing')!;
    await story.decide(item, 'approval-item/application', { verdict: 'applied' }, contact);
    expect(story.office.view(item)).toMatchObject({ closed: { outcome: 'granted' }, materials: {} });
  });

  it('is left to somebody where silence was the acceptance too and papers are missing', async () => {
    const renewal = 'pollutant-permit-renewal';
    const lacking = await applied(renewal, '2026-03-02');
    await lacking.on('2026-06-01');
    expect(lacking.open).toEqual([at('decision', renewal)]);

    const complete = await ProjectStory.ofItem(renewal, { on: '2026-03-02' });
    await complete.handsIn('pollutant-application');
    await complete.does(at('application', renewal));
    await complete.on('2026-06-01');
    expect(stateOf(complete, 'deemed-decision').decision?.verdict).toBe('granted-by-silence');
  });

  it('is granted by silence where the law says so, and nowhere else', async () => {
    const renewal = 'pollutant-permit-renewal';
    const story = await accepted(renewal, '2026-09-21');
    const body = { verdict: 'granted-by-silence' };
    expect(await story.refusalOf(at('deemed-decision', renewal), { body })).toBe('verdict-not-possible');
    await story.on('2026-10-13');
    expect(stateOf(story, 'deemed-decision').decision?.verdict).toBe('granted-by-silence');
    await story.does(at('explanation', renewal));
    await story.does(at('delivery', renewal));
    expect(outcomeOf(story)).toBe('granted');

    const waits = await accepted(permit, '2026-09-21');
    await waits.on('2026-12-01');
    expect(waits.open).toEqual([at('decision')]);
  });

  it('withdrawn by its department ends the item at once', async () => {
    const story = await accepted();
    expect(await story.withdraws(chief)).toBe(true);
    expect(outcomeOf(story)).toBe('withdrawn');
  });
});

describe('a promise', () => {
  it('that is broken by a decision within the law is explained in public before the end (golden 33)', async () => {
    const story = await accepted(permit, '2026-11-02');
    await story.on('2026-11-23');
    await story.does(at('decision'));
    expect(stateOf(story, 'decision').decision?.facts).toMatchObject({
      promiseBroken: true,
      promiseDays: 14,
    });
    expect(stateOf(story, 'decision').clock.dueOn).toBe('2026-11-30');
    await story.does(at('delivery'));
    expect(story.open).toEqual([at('explanation')]);
    expect(outcomeOf(story)).toBeNull();
    expect(await story.refusalOf(at('explanation'), { by: handler })).toBe('role-missing');
    await story.does(at('explanation'));
    expect(outcomeOf(story)).toBe('granted');
  });

  it('that is kept asks nobody to explain anything', async () => {
    const story = await accepted(permit, '2026-11-02');
    await story.on('2026-11-20');
    await story.does(at('decision'));
    expect(story.open).toEqual([at('delivery')]);
  });

  it('rings between the reminders of the legal limit, each rung once and in order', async () => {
    const story = await accepted(permit, '2026-11-02');
    await story.on('2026-12-31');
    const fired = story.office
      .events(story.projectId)
      .flatMap(({ body }: CaseEvent) => (body.kind === 'rung-fired' ? [body.rung] : []));
    expect(fired).toEqual(['promise-80', 'promise-broken', 'remind-80', 'overdue', 'escalate']);
  });
});

describe('time', () => {
  const step = 'approval-item/decision';

  it('stands still for both clocks together, and goes on for both (golden 26)', async () => {
    const story = await accepted(permit, '2026-09-21');
    await story.on('2026-09-28');
    await story.pauses(story.projectId, handler, 30);
    await story.on('2026-10-16');
    expect((await story.act({ act: 'resume', step, reason }, handler)).ok).toBe(true);
    expect(stateOf(story, 'decision')).toMatchObject({
      clock: { dueOn: '2026-11-10' },
      promise: { dueOn: '2026-11-02' },
    });
  });

  it('is extended by the head, another person than who asks, and only the legal limit moves', async () => {
    const story = await accepted(permit, '2026-09-21');
    const { promise } = stateOf(story, 'decision');
    const request = { act: 'request-extension', step, byValue: 10, reason } as const;
    const answer = { act: 'answer-extension', step, grant: true, reason, told: '需现场核查' } as const;
    const head = { ...handler, roles: ['department-officer', 'approver'], level: 3 } as never;
    expect(codeOf(await story.act({ ...request, byValue: 11 }, handler))).toBe('extension-too-long');
    expect((await story.act(request, handler)).ok).toBe(true);
    expect(codeOf(await story.act(answer, deputy))).toBe('level-too-low');
    expect(codeOf(await story.act(answer, head))).toBe('same-person');
    expect(codeOf(await story.act(answer, contact))).toBe('role-missing');
    expect((await story.act(answer, director)).ok).toBe(true);
    expect(stateOf(story, 'decision')).toMatchObject({ clock: { dueOn: '2026-11-09' }, promise });
    expect(codeOf(await story.act(request, handler))).toBe('extension-used-up');
    const mails = Object.values(story.project.effects).map(({ effect: { template, to } }) => [
      template,
      to.kind,
    ]);
    expect(mails).toEqual([
      ['extension-answered', 'step'],
      ['time-extended', 'enterprise'],
    ]);
  });

  it('is not extended where the law of the matter knows no extension', async () => {
    const story = await accepted('eia-table');
    const request = { act: 'request-extension', step, byValue: 1, reason } as const;
    expect(codeOf(await story.act(request, desks['jxedz-ecology'].handler))).toBe('extension-not-allowed');
  });
});
