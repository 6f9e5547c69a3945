import type { CaseEvent } from '../../domain/case/case-event';
import { publicTexts } from '../../domain/case/form';
import { steps } from '../../domain/cases/catalogue';
import { stepIdOf } from '../../domain/moves/story/line-title';
import { Prisma } from '../../prisma/generated/client';
import type { RecordFault, TableCheck } from '../trust/verify-record';
import { rowsOfNoCase } from './rows-of-no-case';
import { isNotAsSealed, VaultError, type CaseKey, type Vault } from '../vault/vault';

/*
 * A record holds no text, but a keyed digest over all texts of a line. So the sealed texts are opened and held against
 * it, and what was made public against the sealed text. Once the key of a case is destroyed, nothing can be opened any
 * more: then only which texts there are is held against the lines.
 */

interface SealedRow {
  readonly seq: number;
  readonly field: string;
  /** Base64. */
  readonly ciphertext: string;
}

interface PublishedRow {
  readonly seq: number;
  readonly step: string;
  readonly field: string;
  readonly text: string;
  readonly publishedAt: string;
}

interface TextsRead {
  readonly sealed: readonly SealedRow[] | null;
  readonly published: readonly PublishedRow[] | null;
}

const reading = Prisma.sql`json_build_object(
  'sealed', (SELECT json_agg(json_build_object('seq', t.seq, 'field', t.field,
     'ciphertext', encode(t.ciphertext, 'base64'))) FROM anjie.sealed_text t WHERE t.case_id = f.id),
  'published', (SELECT json_agg(json_build_object('seq', p.seq, 'step', p.step, 'field', p.field, 'text', p.text,
     'publishedAt', p.published_at)) FROM anjie.published_text p WHERE p.case_id = f.id))`;

/** Holds the texts of cases against the digests in their records. */
export function textCheck(vault: Pick<Vault, 'keyOf'>): TableCheck {
  return {
    read: reading,
    async faultsOf({ caseId, number, lines }, tables) {
      const { sealed, published } = tables as TextsRead;
      if (sealed === null && published === null && !lines.some(({ event }) => digestIn(event))) return [];
      const key = await keyOf(vault, caseId);
      if (key === 'not-as-sealed')
        return [{ number, seq: lines.length, fault: 'text-differs', place: 'case_key' }];
      const events = lines.map(({ event }) => event);
      const places = differing(events, { sealed: sealed ?? [], published: published ?? [] }, key);
      return places.map(([seq, place]): RecordFault => ({ number, seq, fault: 'text-differs', place }));
    },
    orphans: (db, first, last) => rowsOfNoCase(db, ['sealed_text', 'published_text'], first, last),
  };
}

/** The key of a case; null once it was destroyed. */
async function keyOf(vault: Pick<Vault, 'keyOf'>, caseId: string): Promise<CaseKey | 'not-as-sealed' | null> {
  try {
    return await vault.keyOf(caseId);
  } catch (error) {
    if (error instanceof VaultError && error.code === 'case-key-destroyed') return null;
    if (isNotAsSealed(error)) return 'not-as-sealed';
    throw error;
  }
}

type Texts = Readonly<Record<string, string>>;

/** The lines whose texts are not what was written, each with its table. */
function differing(
  events: readonly CaseEvent[],
  {
    sealed,
    published,
  }: { readonly sealed: readonly SealedRow[]; readonly published: readonly PublishedRow[] },
  key: CaseKey | null,
): [number, string][] {
  const found: [number, string][] = [];
  const seqs = new Set([...events, ...sealed, ...published].map(({ seq }) => seq));
  for (const seq of seqs) {
    const event = events[seq - 1];
    const texts = textsOf(
      sealed.filter((row) => row.seq === seq),
      key,
    );
    if (!fitsDigest(event, texts, key)) found.push([seq, `sealed_text/${seq}`]);
    const shown = published.filter((row) => row.seq === seq);
    if (!fitsPublished(event, texts, shown)) found.push([seq, `published_text/${seq}`]);
  }
  return found;
}

/** The texts of a line; null for a text that cannot be opened any more, and for all where one is not what was sealed. */
function textsOf(
  rows: readonly SealedRow[],
  key: CaseKey | null,
): Readonly<Record<string, string | null>> | null {
  try {
    return Object.fromEntries(
      rows.map(({ seq, field, ciphertext }) => [
        field,
        key && key.openText(seq, field, Buffer.from(ciphertext, 'base64')),
      ]),
    );
  } catch (error) {
    if (isNotAsSealed(error)) return null;
    throw error;
  }
}

function digestIn(event: CaseEvent | undefined): string | null {
  const body = event?.body;
  return body !== undefined && 'textDigest' in body ? (body.textDigest ?? null) : null;
}

function fitsDigest(
  event: CaseEvent | undefined,
  texts: ReturnType<typeof textsOf>,
  key: CaseKey | null,
): boolean {
  if (texts === null) return false;
  const digest = digestIn(event);
  const isThere = Object.keys(texts).length > 0;
  if (key === null || digest === null || !isThere) return isThere === (digest !== null);
  return key.digestOf(texts as Texts) === digest;
}

/**
 * Whether a decision has made public just what its form says, at its moment and word for word. What can no longer be
 * opened is held against its line alone.
 */
function fitsPublished(
  event: CaseEvent | undefined,
  texts: ReturnType<typeof textsOf>,
  rows: readonly PublishedRow[],
): boolean {
  if (event?.body.kind !== 'decided') return rows.length === 0;
  const { at, body } = event;
  const step = stepIdOf(body.key);
  if (!rows.every((row) => row.step === step && Date.parse(row.publishedAt) === Date.parse(at))) return false;
  const form = steps.get(step)?.verdicts[body.verdict]?.form;
  if (texts === null || form === undefined) return true;
  const said = publicTexts(form, texts as Texts);
  return (
    rows.length === Object.keys(said).length &&
    rows.every(({ field, text }) => field in said && (said[field] === null || said[field] === text))
  );
}
