import type { Pool, PoolClient } from 'pg';

/** Tables of the baseline: a case and its audit. */
export const baselineTables = `
  CREATE TABLE plain_case (id text PRIMARY KEY, case_type text NOT NULL, step text, moves int NOT NULL, closed boolean NOT NULL,
                           moved_at timestamptz NOT NULL);
  CREATE TABLE plain_audit (id bigserial PRIMARY KEY, case_id text NOT NULL REFERENCES plain_case (id), at timestamptz NOT NULL,
                            step text NOT NULL, verdict text NOT NULL, person text NOT NULL)`;

export interface BaselineActivities {
  open(request: { readonly caseId: string; readonly caseType: string }): Promise<void>;
  record(request: {
    readonly caseId: string;
    readonly step: string;
    readonly verdict: string;
    readonly person: string;
    readonly closes: boolean;
  }): Promise<void>;
  escalate(request: { readonly caseId: string; readonly step: string }): Promise<void>;
}

/** One SQL transaction each, with the plain driver. */
export function baselineActivities(pool: Pool): BaselineActivities {
  return {
    open: ({ caseId, caseType }) =>
      inTransaction(pool, async (client) => {
        await client.query(
          'INSERT INTO plain_case VALUES ($1, $2, NULL, 0, false, now()) ON CONFLICT DO NOTHING',
          [caseId, caseType],
        );
        await audit(client, caseId, 'open', 'opened', 'system');
      }),
    record: ({ caseId, step, verdict, person, closes }) =>
      inTransaction(pool, async (client) => {
        await client.query(
          'UPDATE plain_case SET step = $2, moves = moves + 1, closed = $3, moved_at = now() WHERE id = $1',
          [caseId, step, closes],
        );
        await audit(client, caseId, step, verdict, person);
      }),
    escalate: ({ caseId, step }) =>
      inTransaction(pool, (client) => audit(client, caseId, step, 'overdue', 'system')),
  };
}

async function audit(client: PoolClient, ...values: readonly string[]): Promise<void> {
  await client.query(
    'INSERT INTO plain_audit (case_id, at, step, verdict, person) VALUES ($1, now(), $2, $3, $4)',
    [...values],
  );
}

async function inTransaction(pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
