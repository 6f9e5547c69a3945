import { namedIn } from '../../../domain/moves/authorize';
import { findingsOf } from '../../../domain/cases/diagnosis/findings';
import { checklist, usualTrade, visited } from '../../../setup/courses/network/diagnosis';
import { chief, contact, expertLiaison, firmHead, institute, lin, otherInstitute } from '../kit/people';
import { Story, type Said } from '../kit/story';

/* The diagnosis of a firm, over every path of its procedure. Monday, 2026-08-03, unless said otherwise. */

const day = '2026-08-03';
const dust = 'dust-10';
const begun = (on = day) =>
  Story.of({
    caseType: 'diagnosis',
    on,
    input: {
      enterpriseId: contact.enterpriseId!,
      campaign: 'DC-2026-7K3M9QX2',
      trade: usualTrade,
      institute: institute.personId,
    },
  });
const visiting = async () => (await begun()).carry('diagnosis/visit');
const written = async (body: Said = visited(day)) => {
  const story = await visiting();
  await story.does('diagnosis/visit', { body });
  return story;
};
const onlyGeneral = visited(day, { checklist: checklist(), majors: [] });
const planned = (fixBy: string, items = ['h1', 'h2']): Said => ({
  verdict: 'planned',
  items: items.map((item) => ({ item, measure: '清理', responsible: '主管', fixBy })),
});
const revisited = (on: string, ...closed: string[]): Said => ({
  ...{ verdict: 'revisited', revisitedOn: on, closed, findings: '已查看' },
});
const handedBack: Said = { verdict: 'handed-back', why: 'busy' };
const major = (item: string, situation = dust) => ({
  ...{ item, situation, description: '积尘', advice: '立即清理' },
});

describe('a diagnosis', () => {
  it('ends as fixed when a re-visit has seen everything put right', async () => {
    const story = await (await begun()).carry(null);
    expect(story.outcome).toBe('fixed');
    expect(findingsOf(story.view('diagnosis')).map(({ closedOn }) => closedOn)).toEqual([day, day]);
  });

  it('of a firm in which nothing is found ends with the visit', async () => {
    const clean = visited(day, { checklist: checklist(), majors: [], generals: [] });
    expect((await written(clean)).outcome).toBe('nothing-found');
  });

  it('that is handed back goes to somebody else of an institute, and whoever handed it back is out', async () => {
    const story = await begun();
    expect(namedIn(story.view())).toEqual([institute.personId]);
    await story.does('diagnosis/appointment', { body: handedBack });
    expect([story.open, namedIn(story.view())]).toEqual([['diagnosis/assignment'], []]);
    await story.does('diagnosis/assignment', {
      body: { verdict: 'assigned', institute: otherInstitute.personId },
    });
    expect(namedIn(story.view())).toEqual([otherInstitute.personId]);
    expect(await story.refusalOf('diagnosis/appointment', { by: institute })).not.toBeNull();
    await story.does('diagnosis/appointment', { by: otherInstitute });
    expect(story.state('diagnosis/visit').assignee).toBe(otherInstitute.personId);
  });

  it('that nobody answers in three working days comes back to the liaison: of Monday, on Friday (golden)', async () => {
    const story = await begun();
    expect(story.state('diagnosis/appointment').clock.dueOn).toBe('2026-08-06');
    await story.on('2026-08-07');
    expect(story.open).toEqual(['diagnosis/assignment']);
    await story.does('diagnosis/assignment', { body: { verdict: 'called-off', reason: '企业搬迁' } });
    expect(story.outcome).toBe('not-visited');
  });
});

describe('a visit', () => {
  it('of 2026-08-10 is written up by 2026-08-15, five days after it, or comes back to the liaison (golden)', async () => {
    const story = await begun();
    await story.does('diagnosis/appointment', { body: { verdict: 'agreed', visitOn: '2026-08-10' } });
    expect(story.state('diagnosis/visit').clock.dueOn).toBe('2026-08-15');
    await story.on('2026-08-16');
    expect(story.open).toEqual(['diagnosis/assignment']);
  });

  it('answers each situation of its trade once, and no other', async () => {
    const story = await visiting();
    const refused = (change: object) => story.refusalOf('diagnosis/visit', { body: visited(day, change) });
    const whole = checklist(dust);
    expect(await refused({ checklist: whole.slice(1) })).toBe('checklist-incomplete');
    expect(await refused({ checklist: [...whole, whole[0]!] })).toBe('checklist-incomplete');
    const foreign = { situation: 'textiles-01', result: 'clear' };
    expect(await refused({ checklist: [...whole, foreign] })).toBe('checklist-incomplete');
  });

  it('calls major what the standard calls so: by a situation that was found, and by nothing else', async () => {
    const story = await visiting();
    const refused = (change: object) => story.refusalOf('diagnosis/visit', { body: visited(day, change) });
    expect(await refused({ majors: [] })).toBe('checklist-contradicts');
    expect(await refused({ checklist: checklist() })).toBe('checklist-contradicts');
    expect(await refused({ majors: [major('h1', 'textiles-01')] })).toBe('situation-unknown');
    expect(await refused({ majors: [major('h2')] })).toBe('form-invalid');
    await story.does('diagnosis/visit');
    expect(
      findingsOf(story.view('diagnosis')).map(({ item, grade, clause }) => [item, grade, clause]),
    ).toEqual([
      ['h1', 'major', 'order10:art11:10'],
      ['h2', 'general', 'gb15760'],
    ]);
  });

  it('tells a major hazard while it goes on, which then stands in the checklist at its end', async () => {
    const story = await visiting();
    await story.does('diagnosis/visit', {
      body: { verdict: 'major-seen', visitedOn: day, majors: [major('h1')] },
    });
    expect(story.open.sort()).toEqual(['danger-notice/danger-response', 'diagnosis/visit']);
    const again = await story.refusalOf('diagnosis/visit');
    expect(again).toBe('form-invalid');
    await story.does('diagnosis/visit', { body: visited(day, { majors: [] }) });
    expect(story.rounds('danger-notice/danger-response')).toHaveLength(1);
    expect(findingsOf(story.view('diagnosis'))).toHaveLength(2);
  });
});

describe('a plan', () => {
  it('is the firm’s own, for everything that is open, within ten working days: by Monday 2026-08-17 (golden)', async () => {
    const story = await written(onlyGeneral);
    expect(story.state('diagnosis/plan').clock.dueOn).toBe('2026-08-17');
    const tries = (items: string[]) =>
      story.refusalOf('diagnosis/plan', { body: planned('2026-08-20', items) });
    expect(await tries(['h1'])).toBe('item-unknown');
    const both = await written();
    expect(await both.refusalOf('diagnosis/plan', { body: planned('2026-08-20', ['h1']) })).toBe(
      'item-missing',
    );
    expect(await both.refusalOf('diagnosis/plan', { by: contact })).toBe('role-missing');
  });

  it('that the firm does not make comes to the liaison, who may ask again or leave it at that', async () => {
    const story = await written(onlyGeneral);
    await story.on('2026-08-18');
    expect(story.open).toEqual(['diagnosis/follow-up']);
    await story.does('diagnosis/follow-up', { body: { verdict: 'asked-again' } });
    await story.does('diagnosis/plan', { body: { verdict: 'declined', reason: '另有安排' } });
    await story.does('diagnosis/follow-up');
    expect(story.outcome).toBe('left-open');
    expect(Object.keys(story.view('diagnosis').children)).toEqual([]);
  });

  it('sets the last day of the remedy; after it the institute looks, whatever the firm says (golden)', async () => {
    const story = await written(onlyGeneral);
    await story.does('diagnosis/plan', { body: planned('2026-08-21', ['h2']) });
    expect(story.state('diagnosis/remedy').clock.dueOn).toBe('2026-08-21');
    await story.on('2026-08-22');
    expect(story.open).toEqual(['diagnosis/revisit']);
    expect(story.state('diagnosis/revisit').clock.dueOn).toBe('2026-09-04');
  });
});

describe('a re-visit', () => {
  const seen = async (...closed: string[]) => {
    const story = await (await begun()).carry('diagnosis/revisit');
    await story.does('diagnosis/revisit', { body: revisited(day, ...closed) });
    return story;
  };

  it('that leaves something open goes to the liaison, and a firm that is asked again plans for that alone', async () => {
    const story = await seen('h1');
    expect(story.open).toEqual(['diagnosis/follow-up']);
    await story.does('diagnosis/follow-up', { body: { verdict: 'asked-again' } });
    await story.does('diagnosis/plan', { body: planned('2026-08-20', ['h2']) });
    await story.does('diagnosis/remedy', {
      body: { verdict: 'done', items: [{ item: 'h2', statement: '已整改', papers: [] }] },
    });
    expect(await story.refusalOf('diagnosis/revisit', { body: revisited(day, 'h1') })).toBe('item-unknown');
    await story.does('diagnosis/revisit', { body: revisited(day, 'h2') });
    expect(story.outcome).toBe('fixed');
  });

  it('that finds a major hazard as before has the firm told and asked again', async () => {
    const story = await seen('h2');
    expect(story.open.sort()).toEqual(['danger-notice/danger-response', 'diagnosis/follow-up']);
    expect(Object.keys(story.view('diagnosis').children)).toEqual([
      'child/danger-notice/h1#1',
      'child/danger-notice/h1#2',
    ]);
  });

  it('of which nobody hears is given to somebody else, who reads the case from then on', async () => {
    const story = await (await begun()).carry('diagnosis/revisit');
    await story.on('2026-08-18');
    expect(story.open).toEqual(['diagnosis/assignment']);
    await story.does('diagnosis/assignment', {
      body: { verdict: 'assigned', institute: otherInstitute.personId },
    });
    expect(namedIn(story.view('diagnosis'))).toEqual([otherInstitute.personId]);
  });
});

describe('a major hazard', () => {
  it('is told to the head of the firm at once, who answers within 24 hours (golden)', async () => {
    const story = await written();
    expect(story.state('danger-notice/danger-response').clock.dueAt).toBe('2026-08-04T02:00:00.000Z');
    const mails = story.events('danger-notice', 'effect-asked').map(({ effect: { template } }) => template);
    expect(mails).toEqual(['danger-seen']);
    await story.does('danger-notice/danger-response', { by: firmHead });
    expect(story.view('danger-notice').closed?.outcome).toBe('acted');
  });

  it('about which the firm says nothing may be handed to one inspector by name, and orders nothing', async () => {
    const story = await written();
    await story.on('2026-08-05');
    expect(story.open.sort()).toEqual(['danger-notice/danger-review', 'diagnosis/plan']);
    await story.does('danger-notice/danger-review', {
      by: expertLiaison,
      body: { verdict: 'handed-over', inspector: lin.personId, message: '抛光间积尘' },
    });
    expect(namedIn(story.view('danger-notice'))).toEqual([lin.personId]);
    expect(namedIn(story.view('diagnosis'))).toEqual([institute.personId]);
    await story.does('danger-notice/own-check', {
      by: lin,
      body: { verdict: 'checked', checkedOn: '2026-08-05', findings: '已清理' },
    });
    await story.carry(null);
    expect(story.outcome).toBe('fixed');
    expect(story.office.caseIds.map((id) => story.office.view(id).caseType)).not.toContain('rectification');
  });

  it('keeps the diagnosis open until the firm has answered, or somebody has looked', async () => {
    const story = await written();
    await story.does('diagnosis/plan', { body: { verdict: 'declined', reason: '另有安排' } });
    await story.does('diagnosis/follow-up');
    expect([story.outcome, story.open]).toEqual([null, ['danger-notice/danger-response']]);
    await story.does('danger-notice/danger-response');
    expect([story.outcome, story.open]).toEqual([null, ['danger-notice/danger-response']]);
    await story.does('danger-notice/danger-response');
    expect(story.outcome).toBe('left-open');
  });
});

describe('a campaign', () => {
  const firm = { enterpriseId: contact.enterpriseId!, trade: usualTrade };
  const listed = (change: object = {}): Said => ({
    verdict: 'listed',
    endBy: '2026-11-30',
    groups: [{ institute: institute.personId, firms: [firm] }],
    ...change,
  });
  const planning = () => Story.of({ caseType: 'diagnosis-campaign', on: day });

  it('lists each firm once, of a trade of the law', async () => {
    const story = await planning();
    const refused = (...firms: object[]) =>
      story.refusalOf('diagnosis-campaign/list', {
        body: listed({ groups: [{ institute: institute.personId, firms }] }),
      });
    expect(await refused(firm, firm)).toBe('form-invalid');
    expect(await refused({ ...firm, trade: 'alchemy' })).toBe('trade-unknown');
  });

  it('is approved by somebody else than who lists its firms, and runs until the day of its list', async () => {
    const story = await planning();
    await story.does('diagnosis-campaign/list', { body: listed() });
    const both = {
      ...expertLiaison,
      roles: ['expert-liaison', 'section-chief'] as const,
      level: 1 as const,
    };
    expect(await story.refusalOf('diagnosis-campaign/approval', { by: both })).toBe('same-person');
    await story.does('diagnosis-campaign/approval', { by: chief });
    expect(story.state('diagnosis-campaign/running').clock.dueOn).toBe('2026-11-30');
    await story.carry(null);
    expect(story.outcome).toBe('reported');
  });

  it('that is sent back is listed anew, and one that is refused ends', async () => {
    const story = await planning();
    await story.does('diagnosis-campaign/approval', { body: { verdict: 'returned', reason: '补充企业' } });
    expect(story.open).toEqual(['diagnosis-campaign/list']);
    await story.does('diagnosis-campaign/approval', { body: { verdict: 'refused', reason: '经费不足' } });
    expect(story.outcome).toBe('not-approved');
  });
});
