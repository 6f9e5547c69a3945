import { Runtime } from '@temporalio/worker';
import { openLog, temporalLogger } from '../../../record/store/log';

/** What the workers of this test file have logged, line by line; the native half of the SDK too. */
export const workerLog: string[] = [];

// Set and not installed: a runtime that no worker uses is never shut down, and keeps its process from ending.
Runtime.defaultOptions = {
  logger: temporalLogger(
    openLog({
      program: 'worker',
      level: 'debug',
      destination: { write: (line: string) => void workerLog.push(line) },
    }),
  ),
  telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
};
