import { Prisma } from '../../prisma/generated/client';
import type { Papers } from '../papers/papers';
import type { TableCheck } from '../trust/verify-record';
import { VaultError } from '../vault/vault';

/** The files of a paper: what people open, and where that is a cleaned copy, the file as it was sent. */
export interface PaperFiles {
  readonly caseId: string;
  readonly digest: string;
  readonly original: string | null;
}

/**
 * Whether the store has all files of a paper. At the end of retention the key of a case is destroyed, and with it the
 * names of its papers: then none is missed.
 */
export async function holdsPaper(
  papers: Pick<Papers, 'holds'>,
  { caseId, digest, original }: PaperFiles,
): Promise<boolean> {
  try {
    const clean = await papers.holds(caseId, digest, 'clean');
    return original === null
      ? clean || (await papers.holds(caseId, digest, 'original'))
      : clean && (await papers.holds(caseId, original, 'original'));
  } catch (error) {
    if (error instanceof VaultError && error.code === 'case-key-destroyed') return true;
    throw error;
  }
}

/** Looks for the files of all papers that records name. */
export function paperCheck(papers: Pick<Papers, 'holds'>): TableCheck {
  return {
    read: Prisma.sql`NULL::json`,
    async faultsOf({ caseId, number, lines }) {
      const gone: number[] = [];
      for (const { event } of lines) {
        const { seq, body } = event;
        if (body.kind !== 'paper-added') continue;
        const { digest, original = null } = body;
        if (!(await holdsPaper(papers, { caseId, digest, original }))) gone.push(seq);
      }
      return gone.map((seq) => ({ number, seq, fault: 'paper-gone' as const }));
    },
    orphans: () => Promise.resolve([]),
  };
}
