import { referenceLayers } from '../../prisma/data/policy/layers';
import { procedures } from '../../workflows/procedures';
import { recomputedAppends, recordedAppends } from '../workflows/recomputed';
import {
  deployVersionTwo,
  inspectionTwo,
  leadershipApproval,
  takeVersionTwoBack,
} from './kit/inspection-two';
import { contact } from './kit/people';
import { calendar, Story } from './kit/story';

/* A step enters a procedure that has open cases. */

const inspected = () =>
  Story.of({
    caseType: 'inspection',
    input: { enterpriseId: contact.enterpriseId!, ground: 'accident', items: ['exits'] },
  });

/** Cases that were opened before the change, one before the new step's place and one behind it. */
let before: Story, behind: Story, fresh: Story;
beforeAll(async () => {
  before = await (await inspected()).carry('inspection/approval');
  behind = await (await inspected()).carry('inspection/visit');
  deployVersionTwo();
  fresh = await inspected();
});
afterAll(takeVersionTwoBack);

const openedSteps = (story: Story) => story.events('inspection', 'step-opened').map(({ key }) => key);
const added = `${leadershipApproval.id}#1`;

it('cases that were opened before go on without it, wherever they stood', async () => {
  for (const story of [before, behind]) {
    await story.carry(null);
    expect(story.outcome).toBe('problems-found');
    expect(openedSteps(story)).not.toContain(added);
    expect(story.view('inspection').procedureVersion).toBe(1);
  }
});

it('a case that is opened after it takes the new step, at its place', async () => {
  await fresh.carry('inspection/notice');
  expect(openedSteps(fresh)).toEqual([
    'inspection/plan#1',
    'inspection/approval#1',
    added,
    'inspection/notice#1',
  ]);
  await fresh.carry(null);
  expect(fresh.outcome).toBe('problems-found');
  expect(fresh.view('inspection').procedureVersion).toBe(2);
});

it('a refusal in the new step ends the case', async () => {
  const story = await inspected();
  await story.carry(null, { [leadershipApproval.id]: [{ verdict: 'refused', reason: '另行安排' }] });
  expect(story.outcome).toBe('not-approved');
});

it('worked out anew, the record of each case comes out as it stands', async () => {
  for (const story of [before, behind, fresh]) {
    const recorded = recordedOf(story);
    expect(await recomputed(recorded, inspectionTwo)).toEqual(recordedAppends(recorded));
  }
});

it('without a look at the version, the records of old cases would come out otherwise', async () => {
  const careless = {
    ...inspectionTwo,
    run: (file, input) => inspectionTwo.run({ ...file, version: 2 }, input),
  } as typeof inspectionTwo;
  const recorded = recordedOf(before);
  expect(await recomputed(recorded, careless)).not.toEqual(recordedAppends(recorded));
});

function recordedOf({ office, rootId }: Story) {
  return { name: '', workflowId: '', caseId: rootId, history: {}, asked: [], record: office.events(rootId) };
}

function recomputed(recorded: ReturnType<typeof recordedOf>, inspection: typeof inspectionTwo) {
  return recomputedAppends(recorded, { layers: referenceLayers, calendar }, { ...procedures, inspection });
}
