import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { SpooledUpload, TooLarge } from './upload-spool';
import type { PaperCondition } from '../../domain/moves/paper';
import { cleanPaper, MAX_PAPER_BYTES, PaperRefused, takenTypeOf, type CleanPaper } from './clean/clean-paper';
import type { PaperType } from './media-types';
import type { Scanner } from './scanner';
import type { SealedPlace } from '../vault/seal';
import type { CaseKey, Vault } from '../vault/vault';

/** A paper as it lies in the store. Its name was never kept. */
export interface StoredPaper {
  /**
   * Keyed hash ({@link CaseKey.digestPaper}) of what people may open, its name within the case: the cleaned copy, or the
   * file as it was sent where it could not be cleaned.
   */
  readonly digest: string;
  /** SHA-256 of the same, hex, for its sender. Never kept: it would tell a known picture from others. */
  readonly sha256: string;
  readonly mediaType: PaperType;
  /** Length of the same. */
  readonly bytes: number;
  readonly condition: PaperCondition;
}

/** The store has no room, or cannot be written. Nothing was kept; try again later. */
export class PaperStoreFull extends Error {
  override readonly name = 'PaperStoreFull';
}

/** The store does not hold a file that the record names. Operators have to put it back from a backup. */
export class PaperGone extends Error {
  override readonly name = 'PaperGone';
}

export interface PapersOptions {
  /** A folder of its own, e.g. `DATA_DIR/papers`. */
  readonly folder: string;
  readonly vault: Pick<Vault, 'keyOf'>;
  /** Looks at each file before anything else does; null: the office has none. */
  readonly scanner: Scanner | null;
}

/** Where the papers lie. */
export function papersFolder(dataFolder: string): string {
  return join(dataFolder, 'papers');
}

/** The two forms in which a paper may be kept. */
export type PaperForm = 'clean' | 'original';

/**
 * The evidence of all cases: sealed under the key of its case, and named after its content by a hash that only
 * the case's key can make. A file is there whole or not at all. Every file is kept as it was sent; beside it lies the
 * cleaned copy that people open. What cannot be cleaned, or what the scanner has found something in, has no copy.
 */
export class Papers {
  private readonly incoming: string;
  /** One file is cleaned at a time: it takes a core and up to 256 MB. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PapersOptions) {
    this.incoming = join(options.folder, 'incoming');
  }

  /**
   * Takes a paper from a stream (of any length: it is read no further than the limit) and keeps it for a case
   * that has its key. The same paper again changes nothing. The stream is destroyed if the paper is refused for its length.
   * @param arrived settles once the request that brings the paper is read to its end; if it rejects, nothing is kept
   * @throws PaperRefused with the reason; PaperStoreFull; what `arrived` rejects with.
   */
  async store(
    caseId: string,
    source: Readable,
    arrived: () => Promise<void> = () => Promise.resolve(),
  ): Promise<StoredPaper> {
    // A sender may break off before the stream is read. Without a listener that would end the process; the reader still
    // gets the error.
    source.on('error', () => undefined);
    const key = await this.options.vault.keyOf(caseId);
    const held = await this.receive(source);
    try {
      await arrived();
      return await this.inTurn(async () => this.keep(key, await held.read()));
    } finally {
      await held.discard();
    }
  }

  /**
   * The content of a paper: its cleaned copy, or as it was sent, which may show who made it: only where two persons have
   * agreed, or for the scanner. Each form is found by its own digest.
   * @throws PaperGone if the store does not hold it for this case
   */
  async read(caseId: string, digest: string, form: PaperForm): Promise<Buffer> {
    return this.readForm(await this.options.vault.keyOf(caseId), digest, form);
  }

  /** Whether the store holds a paper of a case in this form. */
  async holds(caseId: string, digest: string, form: PaperForm): Promise<boolean> {
    const path = this.pathOf(await this.options.vault.keyOf(caseId), digest, form);
    return (await stat(path).catch(() => null)) !== null;
  }

  /** Removes what uploads that broke off more than an hour ago have left. To be called at start. */
  async sweep(): Promise<void> {
    const names = await readdir(this.incoming).catch(() => []);
    for (const name of names) {
      const path = join(this.incoming, name);
      const left = await stat(path).catch(() => null);
      if (left && Date.now() - left.mtimeMs > 3_600_000) await rm(path, { force: true });
    }
  }

  private async receive(source: Readable): Promise<SpooledUpload> {
    try {
      await mkdir(this.incoming, { recursive: true, mode: 0o700 });
      return await SpooledUpload.receive(source, this.incoming, MAX_PAPER_BYTES);
    } catch (error) {
      throw error instanceof TooLarge ? new PaperRefused('paper-too-large') : storeError(error);
    }
  }

  private async keep(key: CaseKey, original: Buffer): Promise<StoredPaper> {
    const { scan, mediaType, content, damaged } = await this.examine(original);
    const shown = content ?? original;
    const digest = key.digestPaper(shown);
    const ofOriginal = content === null ? digest : key.digestPaper(original);
    const sha256 = createHash('sha256').update(shown).digest('hex');
    try {
      // The original first: where the clean copy lies, its original lies too.
      await this.writeForm(key, ofOriginal, 'original', original);
      if (content !== null) await this.writeForm(key, digest, 'clean', content);
    } catch (error) {
      throw storeError(error);
    }
    const condition = { original: content === null ? null : ofOriginal, damaged, scan };
    return { digest, sha256, mediaType, bytes: shown.length, condition };
  }

  /** What the scanner says of a file, and its cleaned copy. What it has found something in is not even decoded. */
  private async examine(original: Buffer): Promise<CleanPaper & Pick<PaperCondition, 'scan'>> {
    const mediaType = takenTypeOf(original);
    const scan = (await this.options.scanner?.(original)) ?? ({ is: 'none' } as const);
    if (scan.is === 'found') return { scan, mediaType, content: null, damaged: false };
    return { scan, ...(await cleanPaper(original)) };
  }

  private async writeForm(key: CaseKey, digest: string, form: PaperForm, content: Buffer): Promise<void> {
    const path = this.pathOf(key, digest, form);
    if (await stat(path).catch(() => null)) return;

    const draft = join(this.incoming, `${randomUUID()}.draft`);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    try {
      await writeDurably(draft, key.seal(content, placeOf(key.caseId, digest, form)));
      await rename(draft, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  private async readForm(key: CaseKey, digest: string, form: PaperForm): Promise<Buffer> {
    const file = await readFile(this.pathOf(key, digest, form)).catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === 'ENOENT' ? new PaperGone('the store does not hold it', { cause }) : cause;
    });
    return key.open(file, placeOf(key.caseId, digest, form));
  }

  private pathOf(key: CaseKey, digest: string, form: PaperForm): string {
    const name = key.paperName(digest, form);
    return join(this.options.folder, name.slice(0, 2), name.slice(2));
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

function placeOf(caseId: string, digest: string, form: PaperForm): SealedPlace {
  return { table: 'paper', column: form, row: `${caseId}/${digest}` };
}

/** Written through to the disk: what is acknowledged survives a power cut. */
async function writeDurably(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // no such thing there
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EIO']);

function storeError(error: unknown): unknown {
  return noRoom.has((error as NodeJS.ErrnoException).code ?? '') ? new PaperStoreFull('no room') : error;
}
