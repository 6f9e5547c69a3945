import {
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  type ConnectionOptions,
} from '@temporalio/client';

/** A connection to Temporal that can be closed at any moment. */
export interface EngineConnection {
  readonly connection: Connection;
  readonly close: () => Promise<void>;
}

/**
 * Connects to Temporal. The SDK tries a failed call again from a timer; on a connection that was closed meanwhile, the
 * timer would throw where nobody can catch it. So no call is tried again once closing has begun, and the connection is
 * closed when the last timer has rung. Calls under way are for their callers to wait for.
 */
export async function connectEngine(options: ConnectionOptions): Promise<EngineConnection> {
  const usual = defaultGrpcRetryOptions();
  let closing = false;
  let lastRetryAt = 0;
  const retries = makeGrpcRetryInterceptor({
    retryableDecider: (attempt, status) => !closing && usual.retryableDecider(attempt, status),
    delayFunction(attempt, status) {
      const delayMs = usual.delayFunction(attempt, status);
      lastRetryAt = Math.max(lastRetryAt, performance.now() + delayMs);
      return delayMs;
    },
  });
  const connection = await Connection.connect({ ...options, interceptors: [retries] });
  return {
    connection,
    async close() {
      closing = true;
      const leftMs = lastRetryAt - performance.now();
      // A timer may ring a little after its time.
      if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs + 50));
      await connection.close();
    },
  };
}
