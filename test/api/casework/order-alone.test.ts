import { openOffice, type Office } from '../kit/office';
import { does, enterprise, expectOk, reach, today } from '../kit/story';
import { standingIn } from '../kit/usual';

/* An order that follows from what an officer has seen, and from no case of the office. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const hazard = { item: 'h1', grade: 'major', clause: 'order10:art3', description: '有限空间作业未审批。' };
const seen = () => ({
  ...{ enterpriseId: enterprise, source: 'diagnosis', foundOn: today() },
  hazards: [hazard, { ...hazard, item: 'h2', grade: 'general' }],
});
const open = (change: object = {}, login = 'inspector1') =>
  office.as(login).post('/api/rectifications', { ...seen(), ...change });

async function opened(): Promise<{ number: string; code: string }> {
  return { number: expectOk(await open()).body.number, code: '' };
}

const waiting = async (number: string) => (await standingIn(office, number)).map(({ step }) => step);
const told = async (number: string) =>
  (await office.as('contact1').get(`/api/cases/${number}`)).body as {
    input: object;
    steps: { step: string }[];
    parent: unknown;
  };

it('is opened by an inspector, who numbers each hazard apart, and not of tomorrow', async () => {
  expect((await open({}, 'clerk1')).body.code).toBe('role-missing');
  expect((await open({}, 'contact1')).body.code).toBe('role-missing');
  const twice = await open({ hazards: [hazard, hazard] });
  expect([twice.status, twice.body.code]).toEqual([400, 'form-invalid']);
  expect((await open({ foundOn: '2099-01-01' })).body.code).toBe('date-ahead');
  const { number } = await opened();
  expect(await waiting(number)).toEqual(['rectification/order']);
});

it('shows the firm no other source than an order out of a tip would', async () => {
  const story = await opened();
  await does(office, story, 'rectification/order');
  const { input, parent } = await told(story.number);
  expect(Object.keys(input).sort()).toEqual(['enterpriseId', 'hazards']);
  expect(parent ?? null).toBeNull();
});

it('is closed once two officers have signed, and tells the firm of the re-check only then', async () => {
  const story = await opened();
  await reach(office, story, 'rectification/site-recheck');
  await does(office, story, 'rectification/site-recheck');
  expect((await told(story.number)).steps.map(({ step }) => step)).not.toContain(
    'rectification/site-recheck',
  );

  const alone = await office
    .as('inspector1')
    .decide(story.number, 'rectification/co-signature', { verdict: 'signed' });
  expect(alone.body.code).toBe('not-assignee');
  const body = { verdict: 'disagreed', reason: '安全出口仍堵塞。' };
  await does(office, story, 'rectification/co-signature', { body });
  expect(await waiting(story.number)).toEqual(['rectification/site-recheck']);

  await does(office, story, 'rectification/site-recheck');
  await does(office, story, 'rectification/co-signature');
  await does(office, story, 'rectification/recheck-opinion');
  const { steps } = await told(story.number);
  expect(steps.map(({ step }) => step)).toContain('rectification/recheck-opinion');
  expect(await office.db.caseFile.findUnique({ where: { number: story.number } })).toMatchObject({
    outcome: 'remedied',
    parentId: null,
  });
});
