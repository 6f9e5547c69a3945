import type { StopServers } from './global-setup';

/** Runs also after failed tests. */
export default async function tearDown(): Promise<void> {
  const { stopTestServers } = globalThis as { stopTestServers?: StopServers };
  await stopTestServers?.();
}
