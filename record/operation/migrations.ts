import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Statements } from '../store/statements';

/** A database that this version of the program cannot work with. The message is for the operator. */
export class MigrationsMissing extends Error {
  override readonly name = 'MigrationsMissing';
  constructor(newest: string) {
    super(`the database lacks migrations of this version, the newest is ${newest}; run: npm run db:migrate`);
  }
}

const folder = join(__dirname, '..', '..', 'prisma', 'migrations');

/** As PostgreSQL says that there is no such table, or that it may not be read: what grants this is a migration too. */
const unreadable = new Set<unknown>(['42P01', '42501']);

/**
 * The migrations of this version that the database lacks, oldest first; one that stopped half-way is among them. A
 * database that is ahead lacks nothing: old processes go on while a new version moves it.
 */
export async function missingMigrations(db: Statements): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  const applied = await appliedMigrations(db);
  return names.filter((name) => !applied.has(name));
}

/** @throws MigrationsMissing */
export async function assertMigrated(db: Statements): Promise<void> {
  const newest = (await missingMigrations(db)).at(-1);
  if (newest !== undefined) throw new MigrationsMissing(newest);
}

async function appliedMigrations(db: Statements): Promise<ReadonlySet<string>> {
  try {
    const rows = await db.$queryRaw<{ name: string }[]>`
      SELECT migration_name AS name FROM public._prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (unreadable.has((error as { code?: unknown }).code)) return new Set();
    throw error;
  }
}
