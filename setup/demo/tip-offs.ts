import { yuan } from '../../domain/money';
import { pause } from '../parts/processes';
import type { Crew } from './crew';
import { DemoOffice, type Ending } from './office';
import { sleepingSample, stories } from './stories';
import { printEnd, type Row } from './table';

/** The rungs that have to fire on the sleeping case, in this order, without anybody doing anything. */
const expectedRungs = [
  'remind-50',
  'remind-80',
  'overdue',
  'overdue-deputy',
  'escalate-deputy',
  'escalate-director',
];
const awakeAfterMs = 60_000;

/** Tip-offs from their receipt to the payout, while one is left asleep and escalates by itself. */
export async function demonstrateTipOffs(crew: Crew): Promise<void> {
  const office = new DemoOffice(crew);
  // Left alone from the first moment on, while the others are handled.
  const asleep = await office.handIn(sleepingSample, 'fast-clerk');
  crew.say(`${asleep.number}  nobody will touch this one: watch its rungs\n`);
  const watching = watchSleeper(crew, asleep.number);
  const rows: Row[] = [];
  for (const story of stories) {
    process.stdout.write(`— ${story.sample}: ${story.about}\n`);
    const ending = await office.carry(story);
    const { outcome, rewardFen } = story.expected;
    const paid = outcome === 'rewarded' ? rewardFen : 0;
    const asExpected =
      ending.outcome === outcome && ending.rewardFen === rewardFen && ending.paidFen === paid;
    rows.push(rowOf(ending, `${story.sample} ${story.about}`, asExpected));
    process.stdout.write('\n');
  }
  printEnd(['case', 'outcome', 'reward', 'paid', 'events'], [...rows, await watching]);
}

/** Waits until every rung of the ladder has fired on the case that nobody touches, then wakes up and decides it. */
async function watchSleeper(crew: Crew, number: string): Promise<Row> {
  const until = Date.now() + awakeAfterMs;
  let fired: string[] = [];
  while (fired.length < expectedRungs.length && Date.now() < until) {
    await pause(250);
    const now = await crew.firedRungs('fast-clerk', number);
    for (const rung of now.slice(fired.length)) crew.say(`${number}  ⏰ ${rung} fired by itself`);
    fired = now;
  }
  const answer = await crew.decide('fast-clerk', number, 'acceptance', {
    verdict: 'transferred',
    allegesDeath: false,
    to: '商务主管部门',
    reason: '属于商务主管部门职责,已转送。',
  });
  const ending = {
    number,
    outcome: answer.outcome ?? 'open',
    rewardFen: 0,
    paidFen: 0,
    events: answer.seq,
  };
  return rowOf(
    ending,
    `${sleepingSample} left asleep: ${fired.length} of ${expectedRungs.length} rungs fired`,
    fired.join() === expectedRungs.join() && answer.outcome === 'transferred',
  );
}

function rowOf(
  { number, outcome, rewardFen, paidFen, events }: Ending,
  about: string,
  asExpected: boolean,
): Row {
  return { cells: [number, outcome, yuan(rewardFen), yuan(paidFen), String(events)], about, asExpected };
}
