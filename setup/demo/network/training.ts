import { addMonths, shanghaiDate } from '../../../domain/time/calendar';
import type { Crew } from '../crew';
import type { CaseAnswer } from '../people';
import type { Row } from '../table';
import { bureau, rowOf, type NetworkStory } from './story';

const welders = 40;
const today = shanghaiDate(new Date().toISOString());

/** A firm with forty welders, one of them without a certificate, and a session that it sends more people to than have a place. */
export const training: NetworkStory = {
  title: `The training file of a firm with ${welders} welders, and a session with a waiting list`,
  async play(crew) {
    const opened = await crew.person('contact1').post<CaseAnswer>('/api/training-files', {});
    const { number } = opened;
    await crew.decide('contact1', number, 'training-file/change', firmsPeople());
    const session = await held(crew, number);
    await crew.decide('inspector1', number, 'training-file/site-check', uncertified);
    const { firms } = (await crew.person('chief').get('/api/network/training')) as unknown as {
      firms: { file: string; needed: number; held: number; uncertified: number; lapsing: number }[];
    };
    const firm = firms.find(({ file }) => file === number);
    crew.say(
      `${firm?.needed} need a certificate, ${firm?.held} hold one, ${firm?.lapsing} lapse, ${firm?.uncertified} work without`,
    );
    const money = await crew.person('trainer1').get('/api/network/training/money');
    crew.say(`${String(money['spentFen'])} fen of the training money were spent`);
    const about = `${welders} people, one without a certificate: a major hazard`;
    const file = await rowOf(crew, 'chief', number, { about, outcome: null });
    const asExpected =
      file.asExpected && firm?.needed === welders && firm.uncertified === 1 && firm.held === welders - 1;
    return [{ ...file, asExpected }, session];
  },
};

function firmsPeople() {
  const people = Array.from({ length: welders }, (_, at) => ({
    ...{ person: `p${at + 1}`, name: `焊工${at + 1}`, duty: 'worker', job: 'welding', since: '2024-03-15' },
  }));
  // The first has none; those of the next three have to be reviewed within two months.
  const certificates = people.slice(1).map(({ person }, at) => ({
    ...{ person, kind: 'welding', number: `T33040200000000${at}`, reviews: 0, longPractice: false },
    issuedOn: addMonths(today, at < 3 ? -34 : -12),
  }));
  return { verdict: 'changed', people, certificates, left: [], trained: [] };
}

const uncertified = {
  ...{ verdict: 'confirmed', person: 'p1', checkedOn: today },
  hazards: [{ item: 'h1', grade: 'major', clause: 'order10:art3', description: '无证从事焊接作业。' }],
};

/** A session with thirty places, to which forty come. */
async function held(crew: Crew, file: string): Promise<Row> {
  const form = { name: '动火与焊接作业', purpose: '年度培训' };
  const { number } = await crew.person('trainer1').post<CaseAnswer>('/api/training-sessions', form);
  const { personAt } = await crew.scene(number, bureau);
  await crew.decide('trainer1', number, 'training-session/plan', {
    ...{ verdict: 'planned', course: 'hot-work', teacher: await personAt('expert') },
    ...{ enrolBy: today, heldOn: today, capacity: 30, hours: 8, plannedFen: 800_000 },
  });
  await crew.decide('chief', number, 'training-session/approval', { verdict: 'approved' });
  const people = Array.from({ length: welders }, (_, at) => `p${at + 1}`);
  await crew.decide('contact1', file, 'training-file/change', {
    ...{ verdict: 'enrolled', session: number, people },
  });
  await crew.decide('trainer1', number, 'training-session/enrolment', { verdict: 'closed' });
  const placed = people.slice(0, 30);
  await crew.decide('trainer1', number, 'training-session/result', {
    verdict: 'held',
    attended: placed.map((person) => ({ file, person, hours: 8, passed: true, signed: true })),
    costs: [{ purpose: 'teacher', amountFen: 240_000 }],
  });
  await crew.decide('chief', number, 'training-session/confirmation', { verdict: 'confirmed' });
  return rowOf(crew, 'chief', number, { about: '30 places, 40 enrolled', outcome: 'held' });
}
