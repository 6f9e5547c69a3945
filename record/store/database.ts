import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from '../../prisma/generated/client';
import { inTransaction, preparedName, statementsOn, type Statements, type Transaction } from './statements';

/**
 * A connection to PostgreSQL under one role. What it may touch is decided by the role's grants.
 * Models are read and written through Prisma; SQL of our own goes past it to the driver, over the same pool.
 */
export type Database = Omit<PrismaClient, keyof Statements> & Statements & Transactions;

interface Transactions {
  /** Does a piece of work in one transaction of our own SQL. */
  readonly inTransaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
}

export interface DatabaseOptions {
  /** Shown in `pg_stat_activity`, e.g. `anjie-api`. */
  readonly applicationName: string;
  /** Connections at most. */
  readonly poolSize?: number;
  /** Milliseconds after which PostgreSQL gives up a statement; nothing here is meant to take long. */
  readonly statementTimeoutMs?: number;
}

/** How long a request waits for a connection. */
const patienceMs = 5_000;

/**
 * Opens the case record (role `anjie_app`, schema `anjie`). Connects with the first statement,
 * again by itself after an outage; end it with `$disconnect()`.
 */
export function openDatabase(
  connectionString: string,
  { applicationName, poolSize = 10, statementTimeoutMs = 15_000 }: DatabaseOptions,
): Database {
  const pool = new Pool({
    connectionString,
    application_name: applicationName,
    max: poolSize,
    statement_timeout: statementTimeoutMs,
    // A transaction whose process is gone must not keep a case locked.
    idle_in_transaction_session_timeout: 2 * statementTimeoutMs,
    // Logging in costs both sides more than many statements do.
    idleTimeoutMillis: 300_000,
    // With PostgreSQL away a request is refused (503) rather than left hanging.
    connectionTimeoutMillis: patienceMs,
  });
  // The pool replaces a broken idle connection and reports it; without a listener the report would end the process.
  pool.on('error', () => undefined);
  const adapter = new PrismaPg(pool, {
    onConnectionError: () => undefined,
    statementNameGenerator: ({ sql }) => preparedName(sql),
  });
  const client = new PrismaClient({
    adapter,
    // In a rush a transaction waits for its turn as long as for a connection.
    transactionOptions: { maxWait: patienceMs, timeout: statementTimeoutMs },
    // Nothing logged and no query text in errors: statements carry what people wrote.
    errorFormat: 'minimal',
    log: [],
  });
  let ended: Promise<void> | null = null;
  const own = {
    ...statementsOn(pool),
    inTransaction: <T>(work: (tx: Transaction) => Promise<T>) => inTransaction(pool, work),
    // Bound, since Prisma makes another client for a transaction, and its SQL has to run in that transaction.
    $transaction: client.$transaction.bind(client),
    $disconnect: () => (ended ??= client.$disconnect().then(() => pool.end())),
  };
  return Object.create(client, Object.getOwnPropertyDescriptors(own)) as Database;
}

/** Opens the vault (role `anjie_vault`, schema `vault`): a few connections of its own, apart from the record's. */
export function openVaultDatabase(connectionString: string, options: DatabaseOptions): Database {
  return openDatabase(connectionString, { poolSize: 4, ...options });
}
