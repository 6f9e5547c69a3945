import { shanghaiDate } from '../../../domain/time/calendar';
import type { Crew } from '../crew';
import type { CaseAnswer } from '../people';
import { carryOn, rowOf, type NetworkStory } from './story';

interface Overview {
  readonly totals: { readonly replacementsOpen: number };
  readonly firms: readonly {
    readonly network: string;
    readonly coverage: Readonly<Record<string, unknown>>;
  }[];
}

interface Case {
  readonly steps: readonly (CaseAnswer['open'][number] & { readonly decision: object | null })[];
}

const changes = { verdict: 'changed', places: [], ended: [], left: [], named: [] };

/** Six small teams cannot keep both rules; a warden moves and is replaced; a round leads to an order. */
export const wardens: NetworkStory = {
  title: 'Safety wardens 安全纠察员 of a firm, and their rounds',
  async play(crew) {
    const today = shanghaiDate(new Date().toISOString());
    const number = await setUp(crew);
    const warden = (at: number) => ({ name: `班组推选${at}`, by: 'elected', since: today });
    const places = [5, 5, 5, 6, 6, 6].map((people, at) => ({
      ...{ place: `t${at + 1}`, kind: 'team', name: `生产${at + 1}班`, people },
    }));
    const named = places.map(({ place }, at) => ({ warden: `w${at + 1}`, place, ...warden(at + 1) }));
    await crew.decide('safety1', number, 'change', { ...changes, places, named });
    const left = [{ warden: 'w6', leftOn: today, cause: 'moved' }];
    await crew.decide('safety1', number, 'change', { ...changes, left });
    await tellCoverage(crew);
    const successor = { warden: 'w7', place: 't6', name: '班组推选7', since: today };
    await crew.decide('safety1', number, 'replacement', {
      verdict: 'elected',
      part: 't6',
      named: [successor],
    });
    const patrol = await aRound(crew, today);
    return [
      await rowOf(crew, 'safety1', number, { about: 'six teams, a warden replaced', outcome: null }),
      await rowOf(crew, 'chief', patrol, { about: 'a round that led to an order', outcome: 'ordered' }),
    ];
  },
};

/** A network of the firm's own; one that an earlier demonstration has left ends first. */
async function setUp(crew: Crew): Promise<string> {
  const { firms } = await overview(crew, 'head1');
  const [before] = firms;
  if (before)
    await crew.decide('safety1', before.network, 'change', { verdict: 'ended', reason: '重新登记' });
  const opened = await crew.person('head1').post<CaseAnswer>('/api/warden-networks', {});
  crew.tell('set up', 'head1', opened);
  return opened.number;
}

async function aRound(crew: Crew, today: string): Promise<string> {
  const team = crew.person('team1');
  const opened = await team.post<CaseAnswer>('/api/warden-patrols', { patrolledOn: today });
  crew.tell('entered', 'team1', opened);
  const { number } = opened;
  const found = {
    place: 't1',
    warden: 'w1',
    grade: 'major',
    description: '冲压设备防护罩被拆除。',
    papers: [],
  };
  await crew.decide('team1', number, 'report', { verdict: 'found', ...found });
  const handedOver = { verdict: 'to-bureau', message: '请现场核查。' };
  await crew.decide('safety1', number, 'handling', handedOver);
  const hazards = [{ item: 'h1', grade: 'major', clause: 'order10:art3', description: '冲压设备无防护罩。' }];
  const checked = { verdict: 'confirmed', checkedOn: today, hazards };
  const checkedBy = await crew.decide('inspector1', number, 'site-check', checked);
  const { children } = checkedBy;
  const order = children[0]?.number ?? '';
  const { steps } = (await crew.person('inspector1').get(`/api/cases/${order}`)) as unknown as Case;
  await carryOn(crew, {
    ...checkedBy,
    number: order,
    open: steps.filter(({ decision }) => decision === null),
  });
  return number;
}

async function tellCoverage(crew: Crew): Promise<void> {
  const { firms, totals } = await overview(crew, 'chief');
  const { state, wardens: count, leastByShare, mostByShare, leastByPlaces } = firms[0]?.coverage ?? {};
  crew.say(
    `the zone sees ${String(count)} wardens, by share ${String(leastByShare)} to ${String(mostByShare)}, by places ` +
      `${String(leastByPlaces)}: ${String(state)}; looked for: ${totals.replacementsOpen}`,
  );
}

async function overview(crew: Crew, login: string): Promise<Overview> {
  return (await crew.person(login).get('/api/network/wardens')) as unknown as Overview;
}
