import { shanghaiDate } from '../../../domain/time/calendar';
import type { Crew } from '../crew';
import type { CaseAnswer } from '../people';
import { carryOn, rowOf, type NetworkStory } from './story';

/** As many as took part in the zone's contest. */
const teams = 95;
const people = 1_200;
const events = ['concentric-rescue', 'water-survival', 'raft-rescue', 'flood-wall'].map((event) => ({
  event,
  mostPoints: 100,
}));

/** Ninety-five teams in four events, ranked while their points come in. */
export const contestStory: NetworkStory = {
  title: `A contest of ${teams} teams and ${people} people`,
  async play(crew) {
    const organiser = crew.person('organiser1');
    const body = { name: '安全生产大比武', purpose: '夏季防汛防台防溺水技能' };
    const opened = await organiser.post<CaseAnswer>('/api/contests', body);
    const { number } = opened;
    const today = shanghaiDate(new Date().toISOString());
    await crew.decide('organiser1', number, 'contest/plan', {
      ...{
        verdict: 'planned',
        registerBy: today,
        heldOn: today,
        teamsAtMost: 120,
        membersAtMost: 20,
        events,
      },
    });
    const approved = await crew.decide('chief', number, 'contest/approval', { verdict: 'approved' });
    for (let team = 0; team < teams; team++) await takePart(crew, number, team);
    const ranking = await crew.person('contact1').get(`/api/contests/${number}/ranking`);
    const placed = ranking['teams'] as { rank: number; total: number; name: string }[];
    for (const { rank, total, name } of placed.slice(0, 3)) crew.say(`${rank}  ${name}: ${total}`);
    crew.say(`${placed.length} teams, ${String(ranking['people'])} people`);
    await carryOn(crew, approved);
    const row = await rowOf(crew, 'chief', number, {
      about: `${placed.length} teams ranked, ${String(ranking['people'])} people`,
      outcome: 'ranked',
    });
    const asExpected = row.asExpected && placed.length === teams && ranking['people'] === people;
    return [{ ...row, asExpected }];
  },
};

/** One team from its registration until its points stand; quietly, as there are many. */
async function takePart(crew: Crew, contest: string, team: number): Promise<void> {
  const size = Math.floor(((team + 1) * people) / teams) - Math.floor((team * people) / teams);
  const members = Array.from({ length: size }, (_, at) => ({
    ...{ name: `队员${team + 1}-${at + 1}`, insured: true, examined: true },
  }));
  const firm = crew.person(team % 2 === 0 ? 'contact1' : 'contact2');
  const { number } = await firm.post<CaseAnswer>('/api/contest-teams', {
    ...{ contest, name: `第${team + 1}队`, members },
  });
  const path = `/api/contest-teams/${number}`;
  await crew.person('organiser1').post(`${path}/check`, { verdict: 'accepted' });
  for (const [at, { event }] of events.entries()) {
    const points = 60 + ((team * 7 + at * 13) % 40);
    await crew.person(at % 2 === 0 ? 'judge1' : 'judge2').post(`${path}/score`, {
      ...{ verdict: 'scored', event, points },
    });
  }
  await crew.person('judge1').post(`${path}/review`, { verdict: 'stand' });
}
