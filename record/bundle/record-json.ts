import { caseTypeDef } from '../../domain/cases/catalogue';
import type { CaseEvent } from '../../domain/case/case-event';
import { canonicalJson } from '../../domain/json';
import type { Database } from '../store/database';
import type { FamilyCase } from '../reading/family-reading';
import { textsFor, textsShown, type TextsBySeq } from '../reading/shown-lines';
import { VaultError, type Vault } from '../vault/vault';
import type { BundledCase, BundledLine } from './form';
import { bundledEvent } from './line';

export interface RecordParts {
  readonly db: Database;
  readonly vault: Vault;
}

export interface RecordContents {
  readonly family: readonly FamilyCase[];
  readonly people: { readonly [personId: string]: string };
  /** Names of the papers' files, by case and seq: `<case id>/<seq>`. */
  readonly files: ReadonlyMap<string, string>;
}

const linesAtOnce = 200;

/** `record.json` piece by piece: canonical JSON of a {@link BundledRecord}, never more than some hundred lines in memory. */
export async function* recordJson(parts: RecordParts, contents: RecordContents): AsyncGenerator<string> {
  yield '{"cases":[';
  for (const [index, file] of contents.family.entries()) {
    if (index > 0) yield ',';
    yield* caseJson(parts, file, contents);
  }
  yield `],"people":${canonicalJson(contents.people)}}`;
}

/**
 * The JSON of one case. Its keys come in order, so that the whole is canonical: those before the lines, the lines,
 * those after.
 */
async function* caseJson(
  parts: RecordParts,
  file: FamilyCase,
  contents: RecordContents,
): AsyncGenerator<string> {
  const { id: caseId, caseType, depth, number, parent } = file;
  const { texts, digestKeys } = await secretsOf(parts, file);
  const before: Omit<BundledCase, 'lines' | 'number' | 'parent'> = { caseId, caseType, depth, digestKeys };
  const after: Pick<BundledCase, 'number' | 'parent'> = { number, parent };
  yield `${canonicalJson(before).slice(0, -1)},"lines":[`;
  for (let seq = 0; seq < file.seq; seq += linesAtOnce) {
    const lines = await linesAfter(parts.db, file, seq);
    yield (
      (seq === 0 ? '' : ',') +
      lines.map((line) => canonicalJson(bundledLine(line, file, texts, contents))).join(',')
    );
  }
  yield `],${canonicalJson(after).slice(1)}`;
}

interface Row {
  readonly event: CaseEvent;
  readonly hash: string;
  readonly byEnterprise: boolean;
}

/**
 * The lines of a record after a seq, up to where it went when the family was read: later ones have no place in this
 * bundle.
 */
async function linesAfter(db: Database, file: FamilyCase, after: number): Promise<Row[]> {
  const rows = await db.$queryRaw<
    (Omit<CaseEvent, 'at'> & { at: Date; hash: string; byEnterprise: boolean })[]
  >`
    SELECT e.seq, e.at, e.actor, e.body, encode(e.hash, 'hex') AS hash, a.enterprise_id IS NOT NULL AS "byEnterprise"
    FROM anjie.record_event e LEFT JOIN anjie.account a ON a.id = (e.actor->>'accountId')::uuid
    WHERE e.case_id = ${file.id}::uuid AND e.seq > ${after} AND e.seq <= ${Math.min(file.seq, after + linesAtOnce)}
    ORDER BY e.seq`;
  return rows.map(({ hash, byEnterprise, at, ...event }) => ({
    event: { ...event, at: at.toISOString() },
    hash,
    byEnterprise,
  }));
}

function bundledLine(
  { event, hash, byEnterprise }: Row,
  { id, depth }: FamilyCase,
  texts: TextsBySeq,
  { family, files }: RecordContents,
): BundledLine {
  const caseIds = new Set(family.map((file) => file.id));
  const told = bundledEvent(event, { depth, byEnterprise, caseIds });
  const written = told.event || told.cut ? textsShown(event, depth, texts) : {};
  const file = files.get(`${id}/${event.seq}`);
  return {
    hash,
    ...told,
    ...(Object.keys(written).length === 0 ? {} : { texts: written }),
    ...(file === undefined ? {} : { file }),
  };
}

/** The texts of a case, and, for a reader of all of them and of all papers, the keys to check them with. */
async function secretsOf(
  parts: RecordParts,
  { id, caseType, depth }: FamilyCase,
): Promise<{ readonly texts: TextsBySeq; readonly digestKeys: BundledCase['digestKeys'] }> {
  try {
    const texts = await textsFor(parts, id, depth);
    const all = depth === 'words' || (depth === 'decisions' && caseTypeDef(caseType).fromReporter !== true);
    return { texts, digestKeys: all ? (await parts.vault.keyOf(id)).digestKeys() : null };
  } catch (error) {
    // After the end of retention the sealed texts cannot be read; the record itself stays.
    if (error instanceof VaultError && error.code === 'case-key-destroyed')
      return { texts: new Map(), digestKeys: null };
    throw error;
  }
}
