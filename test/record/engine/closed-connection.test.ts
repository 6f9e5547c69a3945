import { connectEngine } from '../../../record/engine/connection';
import { devServer } from '../../harness/parts/temporal';
import { wireTo } from '../../harness/parts/wire';

it('closes a connection whose calls are just being tried again, and nothing is thrown out of a timer', async () => {
  const { address, namespace } = devServer();
  const wire = await wireTo(Number(address.split(':')[1]));
  const { connection, close } = await connectEngine({ address: `127.0.0.1:${wire.port}` });
  await wire.close();
  const calls = Array.from({ length: 20 }, () =>
    connection.workflowService.describeNamespace({ namespace }).then(
      () => 'answered',
      () => 'failed',
    ),
  );
  // By now the calls have failed for the first time and wait in a timer.
  await new Promise((resolve) => setTimeout(resolve, 60));
  await close();
  expect(await Promise.all(calls)).toEqual(calls.map(() => 'failed'));
}, 30_000);
