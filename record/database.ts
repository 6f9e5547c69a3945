import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../prisma/generated/client';

/** A connection to PostgreSQL under one role. What it may touch is decided by the role's grants. */
export type Database = PrismaClient;

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
  const adapter = new PrismaPg(
    {
      connectionString,
      application_name: applicationName,
      max: poolSize,
      statement_timeout: statementTimeoutMs,
      // A transaction that its process forgot must not hold a case locked.
      idle_in_transaction_session_timeout: 2 * statementTimeoutMs,
      // Logging in costs both sides more than many statements do.
      idleTimeoutMillis: 300_000,
      // With PostgreSQL away a request is refused (503) rather than left hanging.
      connectionTimeoutMillis: patienceMs,
    },
    // The pool reports a broken idle connection and replaces it; unheard, the report would end the process.
    {
      onPoolError: () => undefined,
      onConnectionError: () => undefined,
      statementNameGenerator: ({ sql }) => preparedName(sql),
    },
  );
  return new PrismaClient({
    adapter,
    // In a rush a move waits for its turn as long as for a connection.
    transactionOptions: { maxWait: patienceMs, timeout: statementTimeoutMs },
    // Nothing logged and no query text in errors: statements carry what people wrote.
    errorFormat: 'minimal',
    log: [],
  });
}

/** Opens the vault (role `anjie_vault`, schema `vault`): a few connections of its own, apart from the record's. */
export function openVaultDatabase(connectionString: string, options: DatabaseOptions): Database {
  return openDatabase(connectionString, { poolSize: 4, ...options });
}

/** Statements that a connection keeps prepared: planning the long ones takes PostgreSQL longer than carrying them out. */
const preparedNames = new Map<string, string>();
/** Lists put their text together from parts and have no end; what comes after so many is planned each time. */
const mostPrepared = 200;

/** The name under which a statement is prepared; empty for one that is not kept. */
function preparedName(sql: string): string {
  const known = preparedNames.get(sql);
  if (known !== undefined) return known;
  if (preparedNames.size >= mostPrepared) return '';
  const name = `anjie-${preparedNames.size}`;
  preparedNames.set(sql, name);
  return name;
}
