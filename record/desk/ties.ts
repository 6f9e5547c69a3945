import { tipTexts } from '../../domain/cases/tip-off/tip-texts';
import {
  callingsOf,
  nameIndex,
  namedIn,
  shortPieces,
  type FirmNames,
  type NameIndex,
} from '../../domain/text/named-parties';
import type { Database } from '../store/database';
import type { Statements } from '../store/statements';
import type { Receipts } from '../vault/receipts';
import { isNotAsSealed, type Vault } from '../vault/vault';

/*
 * 回避 from the first moment: a tip names a firm or somebody of the office in words, long before a finding names the firm
 * by its id. Whom a tip names is found when it comes in. The firms are kept as hashes under a key that is not in the
 * database; the persons who are recused are kept by id.
 */

/** Firms and staff by their names, as read at one state of the tables. */
interface Registry {
  readonly standsAt: string;
  readonly firms: NameIndex;
  readonly persons: NameIndex;
  /** Whether names of relatives were entered at all. */
  readonly keepsNames: boolean;
}

/** Finds whom tips name, and keeps who is recused by it. */
export class Ties {
  #registry: Registry | null = null;

  constructor(private readonly parts: { readonly receipts: Receipts; readonly vault: Vault }) {}

  /** Keeps what the texts of tips name, and who is recused by it from the families that they begin. */
  async bind(tx: Statements, tips: readonly Tip[]): Promise<void> {
    const { receipts } = this.parts;
    const { firms, persons, keepsNames } = await this.#read(tx);
    const named = tips.flatMap(({ rootId, texts }) =>
      namedIn(texts, firms).map((firm) => ({ rootId, firm, tie: hex(receipts.tieTo({ firm })) })),
    );
    const staff = tips.flatMap(({ rootId, texts }) =>
      namedIn(texts, persons).map((personId) => ({ rootId, personId })),
    );
    const names = keepsNames ? tips.flatMap((tip) => this.#namesIn(tip)) : [];
    await tx.$executeRaw`
      WITH named AS (
        SELECT "rootId" AS root_id, firm, decode(tie, 'hex') AS tie
        FROM jsonb_to_recordset(${JSON.stringify(named)}::jsonb) AS n("rootId" uuid, firm uuid, tie text)),
      kept AS (INSERT INTO anjie.family_tie (root_id, tie) SELECT root_id, tie FROM named ON CONFLICT DO NOTHING)
      INSERT INTO anjie.family_recusal (root_id, person_id, tie)
      SELECT n.root_id, r.person_id, n.tie FROM named n JOIN anjie.recusal r ON r.enterprise_id = n.firm
      UNION SELECT "rootId", "personId", ''::bytea
        FROM jsonb_to_recordset(${JSON.stringify(staff)}::jsonb) AS p("rootId" uuid, "personId" uuid)
      UNION SELECT "rootId", k.person_id, k.name_hash
        FROM jsonb_to_recordset(${JSON.stringify(names)}::jsonb) AS m("rootId" uuid, name text)
        JOIN anjie.person_tie k ON k.name_hash = decode(m.name, 'hex')
      ON CONFLICT DO NOTHING`;
  }

  /** Goes through the tips of open families again, where firms, persons or their names were entered since. */
  async bindAgain(db: Database): Promise<void> {
    const rows = await db.$queryRaw<TipText[]>`
      SELECT f.root_id::text AS "rootId", f.id::text AS "caseId", t.seq, t.field, t.ciphertext
      FROM anjie.case_file f JOIN anjie.sealed_text t ON t.case_id = f.id
      WHERE f.outcome IS NULL AND t.field NOT LIKE '/%'
      -- As the form of a tip has them, since a name may go on in the next field.
      ORDER BY f.root_id, t.seq, array_position(${[...tipTexts]}::text[], t.field)`;
    const opened = (await Promise.all(rows.map((row) => this.#tipOf(row)))).flat();
    const byFamily = new Map<string, string[]>();
    for (const { rootId, texts } of opened) {
      const known = byFamily.get(rootId);
      if (known === undefined) byFamily.set(rootId, [...texts]);
      else known.push(...texts);
    }
    const tips = [...byFamily].map(([rootId, texts]) => ({ rootId, texts }));
    for (let from = 0; from < tips.length; from += tipsAtOnce)
      await this.bind(db, tips.slice(from, from + tipsAtOnce));
  }

  /** The tip of a text; none where the text is not what was sealed there, so that one does not keep the others unbound. */
  async #tipOf({ rootId, caseId, seq, field, ciphertext }: TipText): Promise<Tip[]> {
    try {
      const key = await this.parts.vault.keyOf(caseId);
      return [{ rootId, texts: [key.openText(seq, field, ciphertext)] }];
    } catch (error) {
      if (isNotAsSealed(error)) return [];
      throw error;
    }
  }

  #namesIn({ rootId, texts }: Tip): { readonly rootId: string; readonly name: string }[] {
    return shortPieces(texts).flatMap((piece) =>
      this.parts.receipts.lookupTies({ name: piece }).map((hash) => ({ rootId, name: hex(hash) })),
    );
  }

  /** The registry, read again only if a row of it has changed. */
  async #read(tx: Statements): Promise<Registry> {
    // An updated row has another xmin: to ask for that is cheaper than to read thousands of names for each tip.
    const [now] = await tx.$queryRaw<Pick<Registry, 'standsAt' | 'keepsNames'>[]>`
      SELECT concat_ws('/', (SELECT concat(count(*), ':', max(xmin::text::bigint)) FROM anjie.enterprise),
        (SELECT concat(count(*), ':', max(xmin::text::bigint)) FROM anjie.person),
        (SELECT concat(count(*), ':', max(xmin::text::bigint)) FROM anjie.account)) AS "standsAt",
        EXISTS (SELECT FROM anjie.person_tie) AS "keepsNames"`;
    if (now === undefined) throw new Error('no registry');
    if (this.#registry?.standsAt === now.standsAt) return { ...this.#registry, ...now };
    const firms = await tx.$queryRaw<FirmNames[]>`
      SELECT id::text, name, credit_code AS "creditCode", address, aliases FROM anjie.enterprise`;
    // Contacts of firms read no tips; one who is named in a tip goes on with the orders of their own firm.
    const persons = await tx.$queryRaw<{ id: string; name: string }[]>`
      SELECT DISTINCT p.id::text, p.name FROM anjie.person p
      JOIN anjie.account a ON a.person_id = p.id AND a.active AND a.enterprise_id IS NULL`;
    this.#registry = {
      ...now,
      firms: nameIndex(firms.flatMap((firm) => callingsOf(firm).map((name) => [firm.id, name] as const))),
      persons: nameIndex(persons.map(({ id, name }) => [id, name] as const)),
    };
    return this.#registry;
  }
}

/** A tip, or a part of one, by the family that it begins. */
export interface Tip {
  readonly rootId: string;
  readonly texts: readonly string[];
}

/** How many tips go into one statement. */
const tipsAtOnce = 100;

function hex(hash: Buffer): string {
  return hash.toString('hex');
}

interface TipText {
  readonly rootId: string;
  readonly caseId: string;
  readonly seq: number;
  readonly field: string;
  readonly ciphertext: Uint8Array;
}

/** Recuses somebody who has declared an interest in a firm from the open tips that name it. */
export async function recuseByTies(
  tx: Statements,
  receipts: Receipts,
  { personId, enterpriseId }: { readonly personId: string; readonly enterpriseId: string },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO anjie.family_recusal (root_id, person_id, tie)
    SELECT t.root_id, ${personId}::uuid, t.tie FROM anjie.family_tie t
    WHERE encode(t.tie, 'hex') = ANY(${hashesOf(receipts, enterpriseId)}::text[]) ON CONFLICT DO NOTHING`;
}

/** Ends the recusals that followed from an interest which has ended. */
export async function liftTies(
  tx: Statements,
  receipts: Receipts,
  { personId, enterpriseId }: { readonly personId: string; readonly enterpriseId: string },
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM anjie.family_recusal
    WHERE person_id = ${personId}::uuid AND encode(tie, 'hex') = ANY(${hashesOf(receipts, enterpriseId)}::text[])`;
}

/** Two rows are one firm: tips that name the one name the other, and whoever is recused from it is recused from them. */
export async function mergeTies(
  tx: Statements,
  receipts: Receipts,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO anjie.family_tie (root_id, tie)
    SELECT t.root_id, decode(${hex(receipts.tieTo({ firm: into }))}, 'hex') FROM anjie.family_tie t
    WHERE encode(t.tie, 'hex') = ANY(${hashesOf(receipts, from)}::text[]) ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    INSERT INTO anjie.family_recusal (root_id, person_id, tie)
    SELECT t.root_id, r.person_id, t.tie FROM anjie.family_tie t, anjie.recusal r
    WHERE r.enterprise_id = ${into}::uuid AND encode(t.tie, 'hex') = ANY(${hashesOf(receipts, into)}::text[])
    ON CONFLICT DO NOTHING`;
}

/** Every hash under which tips that name a firm may be kept. */
export function hashesOf(receipts: Receipts, firm: string): string[] {
  return receipts.lookupTies({ firm }).map(hex);
}
