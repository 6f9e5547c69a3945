/** The fields by which an error of a socket, of Prisma or of PostgreSQL shows where it came from. */
interface Failure {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly kind?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
  readonly meta?: { readonly driverAdapterError?: unknown };
}

const awayCodes = new Set<unknown>([
  // Sockets
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  // Prisma: cannot reach, timed out, closed, no connection free, transaction lost or not to be had, too many connections
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
  // PostgreSQL: being shut down, crashed, starting, too many connections, cannot connect, statement cut short
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  '57014',
  '25P03',
]);

const awayKinds = new Set<unknown>([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]);

/** Messages of the pool of `pg`, whose errors have no code. */
const awayMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)|Can't reach database server|Server has closed the connection/;

/** Whether an error, or what caused it, means that PostgreSQL cannot be worked with right now. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 6) return false;
  const failure = error as Failure;
  if (awayCodes.has(failure.code) || awayCodes.has(failure.originalCode) || awayKinds.has(failure.kind))
    return true;
  if (typeof failure.message === 'string' && awayMessages.test(failure.message)) return true;
  const inner = [
    failure.cause,
    failure.meta?.driverAdapterError,
    ...(Array.isArray(failure.errors) ? (failure.errors as unknown[]) : []),
  ];
  return inner.some((each) => isDatabaseAway(each, depth + 1));
}
