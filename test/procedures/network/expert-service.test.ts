import { namedIn } from '../../../domain/moves/authorize';
import { contact, expert, firmHead, lin, otherExpert } from '../kit/people';
import { Story, type Said } from '../kit/story';

/* An expert's help for a firm, from its need to its end, over every path of its procedure. Monday, 2026-08-03. */

const asked = (kind = 'question', on = '2026-08-03') =>
  Story.of({
    caseType: 'expert-service',
    on,
    input: { enterpriseId: contact.enterpriseId!, kind, skill: 'fire' },
  });

const both: Said = { verdict: 'invited', experts: [expert.personId, otherExpert.personId] };
const invitedBoth = { 'expert-service/invitation': [both] };
const danger: Said = {
  ...{ verdict: 'danger', answer: '已查看照片', danger: '粉尘堆积', urgentMeasure: '立即停机清理' },
};
const handedBack: Said = { verdict: 'handed-back', why: 'busy' };
const named = (story: Story) => namedIn(story.view());
const mails = (story: Story) =>
  story
    .events('expert-service', 'effect-asked')
    .flatMap(({ effect: { template } }) => (template === 'rung' ? [] : [template]));

it('is served when the firm has confirmed and rated the answer, and tells each in turn', async () => {
  const story = await (await asked()).carry(null);
  expect(story.outcome).toBe('served');
  expect(mails(story)).toEqual(['step-waits', 'expert-invited', 'step-waits', 'expert-answered']);
});

it('ends where the head of the firm does not stand behind the need', async () => {
  const notAgreed: Said = { verdict: 'not-agreed', reason: '暂不需要' };
  const story = await (await asked()).carry(null, { 'expert-service/consent': [notAgreed] });
  expect(story.outcome).toBe('not-agreed');
});

it('ends where the liaison finds nobody', async () => {
  const none: Said = { verdict: 'none-found', reason: '无人具备' };
  const story = await (await asked()).carry(null, { 'expert-service/invitation': [none] });
  expect(story.outcome).toBe('no-expert');
});

describe('an invitation', () => {
  it('waits for the answer of one, who reads the case from then on, and of nobody else', async () => {
    const story = await (await asked()).carry('expert-service/acceptance', invitedBoth);
    expect(named(story)).toEqual([expert.personId]);
    const other = { by: otherExpert };
    expect(await story.refusalOf('expert-service/acceptance', other)).toBe('case-not-found');
  });

  it('of Monday that nobody answers by the end of Tuesday passes to the next by itself (one working day)', async () => {
    const story = await (await asked()).carry('expert-service/acceptance', invitedBoth);
    expect(story.state('expert-service/acceptance').clock.dueOn).toBe('2026-08-04');
    await story.on('2026-08-05');
    const [first, second] = story.rounds('expert-service/acceptance');
    expect([first?.decision?.verdict, second?.assignee]).toEqual(['silent', otherExpert.personId]);
    expect(named(story)).toEqual([otherExpert.personId]);
  });

  it('of Friday passes on after Monday', async () => {
    const story = await (
      await asked('question', '2026-08-07')
    ).carry('expert-service/acceptance', invitedBoth);
    await story.on('2026-08-10');
    expect(story.rounds('expert-service/acceptance')).toHaveLength(1);
    await story.on('2026-08-11');
    expect(story.rounds('expert-service/acceptance')).toHaveLength(2);
  });

  it('that is declined goes to the next at once, and whoever declined is out of the case', async () => {
    const story = await (await asked()).carry('expert-service/acceptance', invitedBoth);
    await story.does('expert-service/acceptance', { body: { verdict: 'declined', why: 'conflict' } });
    expect(named(story)).toEqual([otherExpert.personId]);
    await story.does('expert-service/acceptance', { by: otherExpert });
    expect(story.state('expert-service/answer').assignee).toBe(otherExpert.personId);
  });

  it('that all have declined comes back to the liaison', async () => {
    const declined: Said = { verdict: 'declined', why: 'busy' };
    const story = await asked();
    await story.carry('expert-service/invitation');
    await story.does('expert-service/invitation', { body: both });
    await story.does('expert-service/acceptance', { body: declined });
    await story.does('expert-service/acceptance', { body: declined });
    expect(story.open).toEqual(['expert-service/invitation']);
    expect(named(story)).toEqual([]);
  });
});

describe('an answer', () => {
  it('is due within two working days of the acceptance: from Monday to Wednesday', async () => {
    const story = await (await asked()).carry('expert-service/answer');
    expect(story.state('expert-service/answer').clock.dueOn).toBe('2026-08-05');
  });

  it('that is handed back lets the liaison invite others, and the expert read nothing more', async () => {
    const story = await (await asked()).carry('expert-service/answer');
    await story.does('expert-service/answer', { body: handedBack });
    expect([story.open, named(story)]).toEqual([['expert-service/invitation'], []]);
  });

  it('is asked on by the firm, and given again by the same expert', async () => {
    const more: Said = { verdict: 'more-asked', question: '频次?' };
    const story = await (await asked()).carry(null, { 'expert-service/confirmation': [more] });
    expect(story.rounds('expert-service/answer').map(({ assignee }) => assignee)).toEqual([
      expert.personId,
      expert.personId,
    ]);
  });

  it('that the firm does not confirm in ten working days is closed by the liaison: due Wednesday 2026-08-19', async () => {
    const story = await asked();
    await story.on('2026-08-05');
    await story.carry('expert-service/confirmation');
    expect(story.state('expert-service/confirmation').clock.dueOn).toBe('2026-08-19');
    await story.on('2026-08-20');
    expect(story.open).toEqual(['expert-service/closing']);
    await story.does('expert-service/closing');
    expect(story.outcome).toBe('served');
  });
});

it('a visit of 2026-08-10 is reported by 2026-08-15, five days after it', async () => {
  const story = await (await asked('visit')).carry('expert-service/appointment');
  const agreed = { body: { verdict: 'agreed', visitOn: '2026-08-10' } };
  await story.does('expert-service/appointment', agreed);
  expect(story.state('expert-service/report').clock.dueOn).toBe('2026-08-15');
});

describe('a danger', () => {
  const seen = async () =>
    (await asked()).carry('expert-service/danger-response', { 'expert-service/answer': [danger] });

  it('waits for the head of the firm to say within 24 hours what was done, and goes no further when they do', async () => {
    const story = await seen();
    expect(story.state('expert-service/danger-response').clock.dueAt).toBe('2026-08-04T02:00:00.000Z');
    expect(await story.refusalOf('expert-service/danger-response', { by: contact })).toBe('role-missing');
    await story.does('expert-service/danger-response', {
      by: firmHead,
      body: { verdict: 'done', measures: '已停机' },
    });
    expect(story.open).toEqual(['expert-service/confirmation']);
    expect(mails(story)).toContain('danger-seen');
  });

  it('about which the firm says nothing may be handed to one inspector by name, and orders nothing', async () => {
    const story = await seen();
    await story.on('2026-08-05');
    expect(story.open).toEqual(['expert-service/danger-review']);
    expect(named(story)).toEqual([expert.personId]);
    await story.does('expert-service/danger-review', {
      body: { verdict: 'handed-over', inspector: lin.personId, message: '除尘管道积尘' },
    });
    expect(named(story)).toEqual([expert.personId, lin.personId].sort());
    await story.does('expert-service/own-check', {
      by: lin,
      body: { verdict: 'checked', checkedOn: '2026-08-05', findings: '已清理' },
    });
    await story.carry(null);
    expect([story.outcome, Object.keys(story.view().children)]).toEqual(['served', []]);
  });

  it('that the liaison knows to be over goes to no inspector', async () => {
    const story = await seen();
    await story.on('2026-08-05');
    await story.does('expert-service/danger-review', { body: { verdict: 'firm-acted', reason: '电话核实' } });
    expect(story.open).toEqual(['expert-service/confirmation']);
  });
});
