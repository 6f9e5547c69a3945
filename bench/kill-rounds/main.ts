import { randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../../setup/folders';
import { printFailure, terminalProgress } from '../../setup/progress';
import { killRounds } from './rounds';

/** `npm run kills`: kills parts of a private system under load. `--rounds 200`, `--seed 7`, `--lanes 6`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '20' },
      seed: { type: 'string' },
      lanes: { type: 'string', default: '4' },
    },
  });
  const plan = {
    home: join(projectFolder, '.anjie', 'bench', `${Date.now()}-kill-rounds`),
    rounds: Number(values.rounds),
    seed: Number(values.seed ?? randomInt(1, 1_000_000)),
    lanes: Number(values.lanes),
  };
  const report = await killRounds(plan, terminalProgress());
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  const { lost, payments, records, workflows, refusals, unsettled } = report;
  const faults = [...lost, ...payments, ...records, ...workflows, ...refusals].length + unsettled;
  process.stdout.write(
    faults === 0
      ? `✓ ${report.kills} kills, ${report.acknowledged} acknowledged writes, nothing lost or done twice\n`
      : `✗ ${faults} faults with the seed ${plan.seed}; its logs: ${plan.home}\n`,
  );
  if (faults === 0) await rm(plan.home, { recursive: true, force: true });
  else process.exitCode = 1;
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
