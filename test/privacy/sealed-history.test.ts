import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { newKeyFile, parseKeyRing } from '../../record/vault/keys';
import { openLog, temporalLogger } from '../../record/store/log';
import { sealingDataConverter } from '../../record/vault/payload-codec';
import { devServer } from '../harness/parts/temporal';
import { scanForCanaries } from './scan';

const canary = 'CANARY-举报人-欧阳7391';

/** The second layer: even a workflow that hands over words by mistake leaves nothing that Temporal could read. */
it('neither history nor log holds the words that a workflow, a signal or a failure carried', async () => {
  const lines: string[] = [];
  Runtime.install({
    logger: temporalLogger(
      openLog({ level: 'trace', program: 'test', destination: { write: (line) => void lines.push(line) } }),
    ),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'DEBUG' }), forward: {} } },
  });
  const { address, namespace } = devServer();
  const dataConverter = sealingDataConverter(parseKeyRing(newKeyFile(), 'codec.key'));
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const client = new Client({ connection, namespace, dataConverter });
  const taskQueue = 'leaky';
  try {
    const worker = await Worker.create({
      connection: native,
      namespace,
      taskQueue,
      dataConverter,
      identity: 'test',
      workflowsPath: require.resolve('./leaky-workflow'),
      activities: {
        fail(words: string) {
          throw new Error(words);
        },
      },
    });
    const workflowId = randomUUID();
    await worker.runUntil(async () => {
      const handle = await client.workflow.start('leaky', {
        workflowId,
        taskQueue,
        args: [canary],
        memo: { note: canary },
        staticSummary: canary,
        staticDetails: canary,
      });
      await handle.signal('say', canary);
      // Those who hold the key read it as before.
      await expect(handle.result()).rejects.toMatchObject({
        cause: { message: canary, cause: { message: canary } },
      });
    });
    const execution = { workflowId };
    const [history, description] = await Promise.all([
      connection.workflowService.getWorkflowExecutionHistory({ namespace, execution }),
      connection.workflowService.describeWorkflowExecution({ namespace, execution }),
    ]);
    expect(history.history?.events?.length).toBeGreaterThan(10);
    const texts = {
      history: JSON.stringify(history),
      description: JSON.stringify(description),
      log: lines.join(''),
    };
    expect(await scanForCanaries({ canaries: [canary], texts })).toEqual([]);
    expect(texts.history).toContain('fixed-word');
    expect(texts.log).toContain('workflow-failed');
  } finally {
    await connection.close();
    await native.close();
  }
}, 60_000);
