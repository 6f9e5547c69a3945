import { caseTypeDef } from '../../domain/cases/catalogue';
import type { Readable } from 'node:stream';
import { caseTypes } from '../../domain/cases/catalogue';
import type { StaffActor, Title } from '../../domain/role';
import type { Database } from '../store/database';
import { familyOf, type FamilyCase } from '../reading/family-reading';
import { linesOf, type FileLine } from '../reading/file-reading';
import { fileExtensionOf } from '../papers/media-types';
import type { PaperForm, Papers } from '../papers/papers';
import { namesOf } from '../people/people';
import type { Print } from '../print/print';
import type { Rulebooks } from '../store/rulebook';
import type { Signer } from '../vault/signer';
import { VaultError, type Vault } from '../vault/vault';
import { bundleFormat, indexName, recordName } from './form';
import type { IndexPage } from '../print/index-page';
import { recordJson } from './record-json';
import { bundleStream, type FileToBe } from './write';

export interface BundleParts {
  readonly db: Database;
  readonly vault: Vault;
  readonly rulebooks: Rulebooks;
  readonly papers: Papers;
  readonly signer: Signer;
  readonly print: Print;
}

/**
 * The file of a project as a bundle, as far as the reader may see it; null where there is no such project for them. All
 * of it is of the one moment at which the family is read: records only grow, so each ends where its head was then. Each
 * bundle is an entry in the list of exports.
 */
export async function makeBundle(
  parts: BundleParts,
  actor: StaffActor,
  number: string,
  now: Date,
): Promise<Readable | null> {
  const read = await familyOf(parts, actor, number);
  if (read === null || caseTypeDef(read[0].caseType).bundled !== true) return null;
  // A bundle that cannot be entered in the list does not go out.
  await enterExport(parts.db, read[0], actor, now);
  // A record whose hashes the reader may not have cannot be checked, so it is left out.
  const family = read.filter(({ hashes }) => hashes);
  const [project] = read;
  const lines = await allLines(parts.db, family);
  const people = await namesOf(
    parts.db,
    lines.flatMap(({ by }) => by ?? []),
  );
  const papers = await papersOf(parts.papers, family, lines);
  const exportedAt = now.toISOString();
  const files = new Map(papers.map(({ place, name }) => [place, name]));
  const index = await parts.print({
    is: 'index',
    page: indexOf({
      project,
      family,
      lines,
      people,
      files,
      exportedAt,
      keyId: parts.signer.publicKeys[0]?.keyId ?? '',
    }),
  });
  const contents: FileToBe[] = [
    { name: indexName, content: () => [index] },
    { name: recordName, content: () => recordJson(parts, { family, people, files }) },
    ...papers.map(({ name, caseId, digest, form }) => ({
      name,
      content: () => one(parts.papers.read(caseId, digest, form)),
    })),
  ];
  return bundleStream(parts.signer, contents, {
    format: bundleFormat,
    number,
    exportedAt,
    depth: project.depth,
    heads: family.map(({ id, number: of, seq, headHash }) => ({
      caseId: id,
      number: of,
      seq,
      hash: Buffer.from(headHash).toString('hex'),
    })),
  });
}

/** Enters who exported the file of which case, when, and to which depth. */
async function enterExport(
  db: Database,
  { id, depth }: FamilyCase,
  actor: StaffActor,
  at: Date,
): Promise<void> {
  const { personId, accountId } = actor;
  await db.fileExport.create({ data: { at, caseId: id, personId, accountId, depth } });
}

async function allLines(db: Database, family: readonly FamilyCase[]): Promise<FileLine[]> {
  const lines: FileLine[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof linesOf>> = await linesOf(db, family, { limit: 200, cursor });
    lines.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return lines;
}

interface PaperToBe {
  /** `<case id>/<seq>` of the line that adds it. */
  readonly place: string;
  readonly name: string;
  readonly caseId: string;
  readonly digest: string;
  readonly form: PaperForm;
}

/** The papers that go into the bundle, under neutral names in the order of time: those that anybody may open. */
async function papersOf(
  store: Papers,
  family: readonly FamilyCase[],
  lines: readonly FileLine[],
): Promise<PaperToBe[]> {
  const cases = new Map(family.map((file) => [file.number, file]));
  const found: PaperToBe[] = [];
  for (const { number, seq, paper } of lines) {
    const file = cases.get(number);
    if (file === undefined || paper?.standing !== 'open' || file.depth === 'bare') continue;
    const form = paper.held ? 'original' : 'clean';
    if (!(await isHeld(store, file.id, paper.digest, form))) continue;
    const name = `papers/${String(found.length + 1).padStart(4, '0')}.${fileExtensionOf(paper.mediaType)}`;
    found.push({ place: `${file.id}/${seq}`, name, caseId: file.id, digest: paper.digest, form });
  }
  return found;
}

/**
 * Whether the store has a paper. After the end of retention, or if the store has lost it, only the record names it, and
 * the index says so.
 */
async function isHeld(store: Papers, caseId: string, digest: string, form: PaperForm): Promise<boolean> {
  try {
    return await store.holds(caseId, digest, form);
  } catch (error) {
    if (error instanceof VaultError && error.code === 'case-key-destroyed') return false;
    throw error;
  }
}

async function* one(content: Promise<Buffer>): AsyncGenerator<Buffer> {
  yield await content;
}

// --- the index --------------------------------------------------------------------------------

const sides: Record<FileLine['origin'], Title> = {
  enterprise: { zh: '企业', en: 'enterprise' },
  staff: { zh: '管理部门', en: 'office' },
  reporter: { zh: '举报人', en: 'reporter' },
  system: { zh: '系统', en: 'system' },
};

const notes: Record<FamilyCase['depth'], readonly Title[]> = {
  bare: [{ zh: '本案卷不含文字内容和材料。', en: 'This bundle holds no texts and no papers.' }],
  issued: [
    {
      zh: '本案卷为企业所见部分:未送达企业的记录只列哈希。',
      en: 'This bundle is cut to what is issued to the enterprise: of other lines it holds the hash alone.',
    },
  ],
  decisions: [],
  words: [],
};

interface IndexSources {
  readonly project: FamilyCase;
  readonly family: readonly FamilyCase[];
  readonly lines: readonly FileLine[];
  readonly people: { readonly [personId: string]: string };
  readonly files: ReadonlyMap<string, string>;
  readonly exportedAt: string;
  readonly keyId: string;
}

function indexOf({ project, family, lines, people, files, exportedAt, keyId }: IndexSources): IndexPage {
  const ids = new Map(family.map(({ number, id }) => [number, id]));
  const named = ({ caseType, name }: FamilyCase): Title => {
    const { title } = caseTypes[caseType];
    return name === null ? title : { zh: `${title.zh} ${name.zh}`, en: `${title.en} ${name.en}` };
  };
  return {
    number: project.number,
    name: project.name?.zh ?? '',
    exportedAt,
    keyId,
    notes: notes[project.depth],
    cases: family.map((file) => ({
      number: file.number,
      title: named(file),
      outcome: file.outcome ?? '',
      lines: file.seq,
      hash: Buffer.from(file.headHash).toString('hex'),
    })),
    lines: lines.map(({ at, number, seq, title, origin, by, hash, paper }) => ({
      at,
      number,
      title,
      who: [by === null ? '' : (people[by] ?? ''), `${sides[origin].zh} ${sides[origin].en}`]
        .join(' ')
        .trim(),
      hash: hash ?? '',
      paper:
        paper === null ? '' : (files.get(`${ids.get(number) ?? ''}/${seq}`) ?? '未附 not in this bundle'),
    })),
  };
}
