import type { CaseDesk } from '../desk/case-desk';
import type { Papers } from '../papers/papers';
import type { Scanner } from '../papers/scanner';
import type { Database } from '../store/database';

const atOnce = 50;

interface Parts {
  readonly db: Database;
  readonly desk: Pick<CaseDesk, 'paperScanned'>;
  readonly papers: Pick<Papers, 'read'>;
  readonly scanner: Scanner;
}

/**
 * Shows the scanner what it has not seen, oldest first, and enters what it says. Where it does not answer, the
 * papers wait for the next round.
 */
export async function scanWaiting({ db, desk, papers, scanner }: Parts): Promise<void> {
  const waiting = await db.paper.findMany({
    where: { scan: 'waiting' },
    orderBy: { addedAt: 'asc' },
    take: atOnce,
  });
  const failed: Error[] = [];
  for (const { id, caseId, original, digest } of waiting) {
    try {
      const scan = await scanner(await papers.read(caseId, original ?? digest, 'original'));
      if (scan.is === 'passed') await desk.paperScanned(caseId, id, null);
      else if (scan.is === 'found') await desk.paperScanned(caseId, id, scan.what);
    } catch (error) {
      // One that cannot be read does not hold up the others.
      failed.push(error instanceof Error ? error : new Error('unknown'));
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} papers were not scanned`);
}
