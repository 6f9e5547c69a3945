import { Runtime } from '@temporalio/worker';
import { openLog, temporalLogger } from '../../../record/store/log';

/** What the workers of this test file have logged, line by line; the native half of the SDK too. */
export const workerLog: string[] = [];

Runtime.install({
  logger: temporalLogger(
    openLog({
      program: 'worker',
      level: 'debug',
      destination: { write: (line: string) => void workerLog.push(line) },
    }),
  ),
  telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
});
