import type { Prisma } from '../../prisma/generated/client';
import type { Database } from '../store/database';
import type { Receipts } from '../vault/receipts';
import { lookOf } from './clean/picture';
import type { Papers } from './papers';

/*
 * One photograph that proves the remedy of many hazards. What firms hand in is hashed under a key that is not in the
 * database and is the same for all cases, so that the officer at the re-check reads where else a picture lies. Papers of
 * reporters get no print: nothing may lead from a tip to another matter.
 */

/** A paper as its prints are made of it. */
export interface PrintedPaper {
  readonly id: string;
  readonly caseId: string;
  readonly digest: string;
  readonly original: string | null;
  readonly held: boolean;
  readonly mediaType: string;
}

type Row = Prisma.PaperPrintCreateManyInput;

/** The prints of a paper, from its files. */
export async function printsOf(
  papers: Pick<Papers, 'read'>,
  receipts: Receipts,
  paper: PrintedPaper,
): Promise<Row[]> {
  const { id: paperId, caseId, digest, original, held } = paper;
  const row = (kind: string, content: Uint8Array): Row => ({
    paperId,
    caseId,
    kind,
    ...receipts.printOf(content),
  });
  const sent = held || original !== null ? await papers.read(caseId, original ?? digest, 'original') : null;
  if (held) return sent === null ? [] : [row('sent', sent)];
  const clean = await papers.read(caseId, digest, 'clean');
  const look = paper.mediaType.startsWith('image/') ? await lookOf(clean) : [];
  return [
    ...(sent === null ? [] : [row('sent', sent)]),
    row('clean', clean),
    ...look.map((part) => row(`look-${part.readUInt8(0) + 1}`, part)),
  ];
}

const atOnce = 50;

/** Makes the prints that are missing, or that an older key has made, some papers a round. */
export class PaperPrinting {
  /** Papers up to this one were looked at: what cannot be read does not hold up the others. */
  #after: string | null = null;

  constructor(
    private readonly parts: {
      readonly db: Database;
      readonly papers: Pick<Papers, 'read'>;
      readonly receipts: Receipts;
    },
  ) {}

  async round(): Promise<void> {
    const failed: Error[] = [];
    for (const paper of await this.#next()) {
      try {
        await this.#print(paper);
      } catch (error) {
        failed.push(error instanceof Error ? error : new Error('unknown'));
      }
    }
    if (failed.length > 0) throw new AggregateError(failed, `${failed.length} papers got no prints`);
  }

  async #next(): Promise<PrintedPaper[]> {
    const { db, receipts } = this.parts;
    const { generation } = receipts.printOf(new Uint8Array());
    const found = await db.$queryRaw<PrintedPaper[]>`
      SELECT p.id::text, p.case_id::text AS "caseId", p.digest, p.original, p.held, p.media_type AS "mediaType"
      FROM anjie.paper p
      WHERE p.origin = 'enterprise' AND (${this.#after}::uuid IS NULL OR p.id > ${this.#after}::uuid)
        AND NOT EXISTS (SELECT FROM anjie.paper_print q WHERE q.paper_id = p.id AND q.generation = ${generation})
      ORDER BY p.id LIMIT ${atOnce}`;
    this.#after = found.length < atOnce ? null : found.at(-1)!.id;
    return found;
  }

  async #print(paper: PrintedPaper): Promise<void> {
    const { db, papers, receipts } = this.parts;
    const prints = await printsOf(papers, receipts, paper);
    await db.$transaction([
      db.paperPrint.deleteMany({ where: { paperId: paper.id } }),
      db.paperPrint.createMany({ data: prints, skipDuplicates: true }),
    ]);
  }
}
