import { join } from 'node:path';
import { yuan } from '../domain/money';
import { DemoOffice, type Addresses, type Ending } from './demo/office';
import { DemoProject } from './demo/project';
import { sleepingSample, stories } from './demo/stories';
import { readSetupEnvironment } from './environment';
import { sharedCache } from './folders';
import { pause } from './processes';
import { printFailure, SetupError, terminalProgress } from './progress';
import { withPrivateSystem } from './system';

/** What has to fire on the sleeping case, in this order, without anybody doing anything. */
const expectedRungs = [
  'remind-50',
  'remind-80',
  'overdue',
  'overdue-deputy',
  'escalate-deputy',
  'escalate-director',
];
const awakeAfterMs = 60_000;
/** What the demonstration of a project has to show. */
const projectShows = [
  'a gate first refuses and says what is missing',
  'items run side by side',
  'a lawful pause',
  'an escalation fires by itself',
  'a broken promise is explained',
  'in operation',
];

interface Row extends Ending {
  readonly about: string;
  readonly asExpected: boolean;
}

/** `npm run demo`: against the running system, or one of its own where none runs. */
async function main(): Promise<void> {
  const [which = 'tip-offs', ...more] = process.argv.slice(2);
  const demonstrate = demonstrations[which];
  if (demonstrate === undefined || more.length > 0)
    throw new SetupError(`There is no demonstration ${which}.`, Object.keys(demonstrations).join(', '));
  const settings = readSetupEnvironment();
  const running: Addresses = {
    api: `http://127.0.0.1:${settings.API_PORT}`,
    temporalUi: settings.TEMPORAL_UI_URL ?? `http://127.0.0.1:${settings.TEMPORAL_UI_PORT}`,
  };
  if (await answers(running.api)) {
    process.stdout.write(`The demonstration uses the running system at ${running.api}.\n\n`);
    return demonstrate(running);
  }
  process.stdout.write('No system is running: the demonstration starts one of its own.\n');
  const home = join(sharedCache.bin, '..', 'demo', String(Date.now()));
  await withPrivateSystem(home, terminalProgress(), (system) => {
    process.stdout.write('\n');
    return demonstrate(system);
  });
}

/** `npm run demo`, `npm run demo -- project`. */
const demonstrations: Readonly<Record<string, (addresses: Addresses) => Promise<void>>> = {
  'tip-offs': async (addresses) => end(await tipOffs(addresses)),
  project: demonstrateProject,
};

async function demonstrateProject(addresses: Addresses): Promise<void> {
  const project = new DemoProject(addresses, (line) => process.stdout.write(`  ${line}\n`));
  const { number, events, seen } = await project.carry();
  process.stdout.write(`\n  ${number}, ${events} events\n`);
  for (const [what, so] of Object.entries(seen)) process.stdout.write(`  ${so ? '✓' : '✗'} ${what}\n`);
  const missing = projectShows.filter((what) => seen[what] !== true);
  if (missing.length > 0) throw new SetupError(`Not seen: ${missing.join('; ')}.`);
  process.stdout.write('\n  The project is in operation, and all was seen.\n');
}

async function tipOffs(addresses: Addresses): Promise<Row[]> {
  const office = new DemoOffice(addresses, (line) => process.stdout.write(`  ${line}\n`));
  // Asleep from the first moment on, while the others are carried.
  const asleep = await office.handIn(sleepingSample, 'fast-clerk');
  process.stdout.write(`  ${asleep.number}  nobody will touch this one: watch its rungs\n\n`);
  const watching = watchSleeper(office, asleep.number);
  const rows: Row[] = [];
  for (const story of stories) {
    process.stdout.write(`— ${story.sample}: ${story.about}\n`);
    const ending = await office.carry(story);
    const { outcome, rewardFen } = story.expected;
    const paid = outcome === 'rewarded' ? rewardFen : 0;
    const asExpected =
      ending.outcome === outcome && ending.rewardFen === rewardFen && ending.paidFen === paid;
    rows.push({ ...ending, about: `${story.sample} ${story.about}`, asExpected });
    process.stdout.write('\n');
  }
  return [...rows, await watching];
}

/** Waits until every rung of the ladder has fired on the case that nobody touches, then wakes up and decides it. */
async function watchSleeper(office: DemoOffice, number: string): Promise<Row> {
  const until = Date.now() + awakeAfterMs;
  let fired: string[] = [];
  while (fired.length < expectedRungs.length && Date.now() < until) {
    await pause(250);
    const now = await office.firedRungs('fast-clerk', number);
    for (const rung of now.slice(fired.length))
      process.stdout.write(`  ${number}  ⏰ ${rung} fired by itself\n`);
    fired = now;
  }
  const answer = await office.decide('fast-clerk', number, 'acceptance', {
    verdict: 'transferred',
    to: '商务主管部门',
    reason: '属于商务主管部门职责,已转送。',
  });
  const asExpected = fired.join() === expectedRungs.join() && answer.outcome === 'transferred';
  return {
    number,
    outcome: answer.outcome ?? 'open',
    rewardFen: 0,
    paidFen: 0,
    events: answer.seq,
    about: `${sleepingSample} left asleep: ${fired.length} of ${expectedRungs.length} rungs fired`,
    asExpected,
  };
}

function end(rows: readonly Row[]): void {
  const line = (cells: readonly string[]) =>
    `  ${cells[0]?.padEnd(18)}${cells[1]?.padEnd(24)}${cells[2]?.padStart(12)}${cells[3]?.padStart(12)}${cells[4]?.padStart(8)}  ${cells[5] ?? ''}\n`;
  process.stdout.write(`\n${line(['case', 'outcome', 'reward', 'paid', 'events', ''])}`);
  for (const { number, outcome, rewardFen, paidFen, events, about, asExpected } of rows) {
    process.stdout.write(
      line([
        number,
        outcome,
        yuan(rewardFen),
        yuan(paidFen),
        String(events),
        `${asExpected ? '✓' : '✗'} ${about}`,
      ]),
    );
  }
  const wrong = rows.filter(({ asExpected }) => !asExpected).length;
  if (wrong > 0) throw new SetupError(`${wrong} of ${rows.length} cases did not end as expected.`);
  process.stdout.write(`\n  All ${rows.length} cases ended as expected.\n`);
}

async function answers(api: string): Promise<boolean> {
  try {
    return (await fetch(`${api}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    printFailure(error);
    process.exit(1);
  },
);
