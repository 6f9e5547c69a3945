import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { killRounds } from '../../bench/kill-rounds/rounds';
import { terminalProgress } from '../../setup/progress';
import { numberGiven, testServers } from '../harness/environment';

/** `KILL_ROUNDS=200 KILL_SEED=7` for more, or for the same again; so does `npm run kills`. */
const [rounds, seed] = [
  numberGiven('KILL_ROUNDS') ?? 20,
  numberGiven('KILL_SEED') ?? randomInt(1, 1_000_000),
];

it(
  'API, worker, PostgreSQL and Temporal are killed at random under load: nothing acknowledged is lost, nothing is paid twice, every record holds and every open case has its one workflow',
  async () => {
    const home = join(testServers().folder, 'kill-rounds');
    const report = await killRounds({ home, rounds, seed, lanes: 4 }, terminalProgress());
    expect(report.acknowledged).toBeGreaterThan(rounds);
    expect({ seed, ...report }).toMatchObject({
      seed,
      lost: [],
      payments: [],
      records: [],
      workflows: [],
      refusals: [],
      unsettled: 0,
    });
  },
  120_000 + rounds * 30_000,
);
