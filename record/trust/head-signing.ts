import type { RecordedEvent } from '../store/chain';
import type { Database } from '../store/database';
import type { Signer } from '../vault/signer';
import { byPart, parts, type HeadStore } from './head-store';
import { signHead, type SignedHead } from './signed-head';
import { verifyOffice } from './verify-office';
import { chainsOfCases, faultOf, type RecordFault, type StoredChain } from './verify-record';

export interface SigningReport {
  readonly signed: number;
  /** Records that were not signed, since they are not as they were written. */
  readonly faults: readonly RecordFault[];
}

interface GrownCase {
  readonly id: string;
  readonly movedAt: Date;
}

/** A case may be committed a little after its own time; the next round looks back so far. */
const overlapMs = 120_000;
const atMost = 2_000;

/**
 * Signs how far records have grown and keeps that outside the database, a round at a time. A record is signed only
 * where it continues what was signed before; a chain that was written anew is reported instead.
 */
export class HeadSigning {
  /** How far the rounds have come, by the order in which cases have moved. */
  #reached: GrownCase | null = null;

  constructor(
    private readonly parts: {
      readonly db: Database;
      readonly signer: Signer;
      readonly heads: HeadStore;
    },
  ) {}

  async round(): Promise<SigningReport> {
    const { db, signer, heads } = this.parts;
    const { movedAt, id } = this.#reached ?? (await this.#lastSigned());
    const grown = await db.$queryRaw<GrownCase[]>`
      SELECT id::text, moved_at AS "movedAt" FROM anjie.case_file
      WHERE (moved_at, id) > (${movedAt.toISOString()}::timestamptz, ${id}::uuid)
      ORDER BY moved_at, id LIMIT ${atMost}`;
    const faults: RecordFault[] = [];
    const fresh: SignedHead[] = [];
    for (const [part, cases] of byPart(grown, ({ id }) => id)) {
      const signed = await heads.latest(part);
      const chains = await chainsOfCases(
        db,
        cases.map(({ id: caseId }) => caseId),
      );
      for (const chain of chains) {
        const before = signed.get(chain.caseId);
        const fault = faultOf(chain, before, { heads, signer });
        if (fault !== null) faults.push(fault);
        else if (before?.seq !== chain.seq)
          fresh.push(signHead(signer, chain.movedAt.toISOString(), headOf(chain)));
      }
    }
    const office = await this.#officeHead();
    faults.push(...office.faults);
    fresh.push(...office.fresh);
    if (fresh.length > 0) await heads.append(fresh);
    const last = grown.at(-1);
    // A full round is continued where it ended. After any other the next one looks a little back, for what was
    // committed late.
    if (last !== undefined) this.#reached = grown.length === atMost ? last : shortlyBefore(last.movedAt);
    return { signed: fresh.length, faults };
  }

  /** The office's own record is looked at whole in each round, with the accounts that it speaks of. */
  async #officeHead(): Promise<{ readonly faults: readonly RecordFault[]; readonly fresh: SignedHead[] }> {
    const { signer } = this.parts;
    const { chain, signed, broken, faults } = await verifyOffice(this.parts.db, this.parts);
    const grown = !broken && chain.seq > (signed?.seq ?? 0);
    return { faults, fresh: grown ? [signHead(signer, chain.movedAt.toISOString(), headOf(chain))] : [] };
  }

  /** How far earlier processes have come; the beginning where none was. */
  async #lastSigned(): Promise<GrownCase> {
    let last = '1970-01-01T00:00:00.000Z';
    for (const part of parts) {
      for (const { at } of (await this.parts.heads.latest(part)).values()) if (at > last) last = at;
    }
    return shortlyBefore(new Date(last));
  }
}

function shortlyBefore(instant: Date): GrownCase {
  const movedAt = new Date(Math.max(0, instant.getTime() - overlapMs));
  return { movedAt, id: '00000000-0000-0000-0000-000000000000' };
}

function headOf({ caseId, number, seq, headHash }: StoredChain<RecordedEvent>) {
  return { caseId, number, seq, hash: Buffer.from(headHash).toString('hex') };
}
