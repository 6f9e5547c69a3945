import {
  ApplicationFailure,
  condition,
  defineSignal,
  proxyActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';

const { fail } = proxyActivities<{ fail(words: string): Promise<void> }>({
  startToCloseTimeout: '10s',
  retry: { maximumAttempts: 1 },
});
export const say = defineSignal<[string]>('say');

/** What no workflow of ours does: it puts `words` wherever there is room for them, and fails with them. */
export async function leaky(words: string): Promise<string> {
  let heard = '';
  setHandler(say, (said) => void (heard = said));
  await condition(() => heard !== '');
  await sleep(1, { summary: words });
  await fail(words).catch(() => undefined);
  throw ApplicationFailure.create({
    message: words,
    type: 'fixed-word',
    details: [words],
    cause: new Error(words),
  });
}
