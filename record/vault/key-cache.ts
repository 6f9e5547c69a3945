import type { CaseKey } from './case-key';

export interface KeyCacheOptions {
  readonly size: number;
  readonly forMs: number;
  readonly load: (caseId: string) => Promise<CaseKey>;
}

/**
 * The case keys used lately; the one unused for longest is dropped first. It keeps the promise, not the key, so that
 * several who need the same key at once cause one look-up. A failed look-up is not kept.
 */
export class KeyCache {
  private readonly entries = new Map<string, { readonly key: Promise<CaseKey>; readonly until: number }>();

  constructor(private readonly options: KeyCacheOptions) {}

  get(caseId: string): Promise<CaseKey> {
    const entry = this.entries.get(caseId);
    if (entry && entry.until > performance.now()) {
      // A Map keeps the order of insertion: inserted again, the entry is the newest.
      this.entries.delete(caseId);
      this.entries.set(caseId, entry);
      return entry.key;
    }
    const key = this.options.load(caseId);
    this.keep(caseId, key);
    key.catch(() => {
      if (this.entries.get(caseId)?.key === key) this.entries.delete(caseId);
    });
    return key;
  }

  put(caseId: string, key: CaseKey): CaseKey {
    this.keep(caseId, Promise.resolve(key));
    return key;
  }

  forget(caseId: string): void {
    this.entries.delete(caseId);
  }

  private keep(caseId: string, key: Promise<CaseKey>): void {
    this.entries.delete(caseId);
    this.entries.set(caseId, { key, until: performance.now() + this.options.forMs });
    if (this.entries.size > this.options.size) {
      for (const oldest of this.entries.keys()) {
        this.entries.delete(oldest);
        break;
      }
    }
  }
}
