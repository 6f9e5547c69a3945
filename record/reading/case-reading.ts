import type { CaseEvent, EventBody } from '../../domain/case/case-event';
import { caseTypeDef } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import { dueAtOf } from '../../domain/case/case-queries';
import { viewOf, type CaseView } from '../../domain/case/case-view';
import type { Circumstances } from '../../domain/moves/authorize';
import type { OfferedAct } from '../../domain/moves/acts/offered';
import { standingOfPaper, type PaperStanding } from '../../domain/moves/paper';
import type { JsonObject } from '../../domain/json';
import { caseLedger, type StageLedger } from '../../domain/ledger/case-ledger';
import { beginsUntold, knownTo, toldStage, toldView } from '../../domain/moves/enterprise-visibility';
import { subjectOf } from '../../domain/law/matter';
import type { StaffActor, Title } from '../../domain/role';
import type { Database } from '../store/database';
import { namesOf } from '../people/people';
import { ownReadings, type OwnReadings } from '../cases/own-readings';
import { circumstancesOf, inOrderOfDays, insightInto, insightOf, type Insight } from './insight';
import { copiesOf, type PaperCopies } from './lists/paper-copies';
import { depthFor, opensPaper, type Readable } from './reading-rights';
import type { Depth } from '../../domain/case/case-type-def';
import { cursorOf, readCursor } from '../store/cursor';
import { invalid, wholeNumber, type PageRequest } from '../store/pages';
import type { Rulebooks } from '../store/rulebook';
import { recusedByTip } from '../store/recused';
import { readRecord, recordsOf, type StoredRecord } from '../store/stored-record';
import { actsOffered, amongShown } from './offered-acts';
import { isShown, issuedBody, textsFor, textsShown, type TextsBySeq } from './shown-lines';
import { stepReading, without, type StepReading } from './step-reading';
import { lineToTheDay, toTheDay } from './to-the-day';
import type { Vault } from '../vault/vault';

/*
 * What people are shown of a case, read from PostgreSQL alone. How much depends on the reader (see
 * `reading-rights.ts`): every part below asks for the depth. A case that the reader may not see is null, exactly like
 * one that does not exist.
 */

export interface RecordLine {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly by: { readonly kind: string; readonly personId?: string; readonly part?: string };
  readonly body: JsonObject;
  readonly texts: { readonly [field: string]: string };
}

export interface CaseReading extends OwnReadings {
  readonly number: string;
  readonly caseType: CaseType;
  /** What the case, or the project that it belongs to, is called in lists. */
  readonly label: string | null;
  /** What it is about in the words of the policy: the matter, or the type of the project. */
  readonly subject: Title | null;
  readonly seq: number;
  readonly zone: string;
  readonly unit: string;
  readonly stage: string;
  readonly outcome: string | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly dueAt: string | null;
  /** Where the matter ran before the office kept its cases here; null where it did not, and for the firm. */
  readonly takeOver: Pick<
    NonNullable<CaseView['takeOver']>,
    'source' | 'registerNo' | 'receivedOn' | 'state'
  > | null;
  readonly policy: { readonly zone: string; readonly on: string; readonly revision: number };
  readonly input: JsonObject;
  readonly steps: readonly StepReading[];
  readonly record: readonly RecordLine[];
  readonly children: readonly {
    readonly number: string;
    readonly caseType: CaseType;
    readonly outcome: string | null;
  }[];
  readonly parent: string | null;
  /** Which party had how much of the case's time; the parts sum to the whole. */
  readonly ledger: StageLedger;
  /** The acts that the reader may do on the case now, beside the decisions of its steps. */
  readonly youMay: readonly OfferedAct[];
  readonly papers: readonly PaperLine[];
  /** Names of the staff that appear above, by person id. */
  readonly people: { readonly [personId: string]: string };
}

export interface PaperLine {
  readonly id: string;
  readonly seq: number;
  readonly mediaType: string;
  readonly bytes: number;
  readonly origin: string;
  readonly material: string | null;
  /** Whether it may be opened, and if not, why. */
  readonly standing: PaperStanding;
  /** It came cut short or broken; what could be read of it is shown. */
  readonly damaged: boolean;
  /** The scanner's name of what it found; null where it found nothing. */
  readonly found: string | null;
  /** Where else it lies, of what a firm has handed in; null where it does not, and for the firm. */
  readonly copies: PaperCopies | null;
}

export interface ReadingParts {
  readonly db: Database;
  readonly vault: Vault;
  readonly rulebooks: Rulebooks;
}

interface CaseRow {
  readonly id: string;
  readonly caseType: CaseType;
  readonly unit: string;
  readonly enterpriseId: string | null;
  readonly recused: string[];
  readonly issued: boolean;
  readonly named: string[];
  readonly rootId: string;
  readonly parentId: string | null;
  readonly stage: string;
  /** Label of the family. */
  readonly label: string | null;
}

/** A case that somebody may see, and how deep; null where there is none for them. */
export async function findCase(
  db: Database,
  actor: StaffActor,
  number: string,
): Promise<{ readonly file: CaseRow; readonly depth: Depth } | null> {
  const [file] = await db.$queryRaw<CaseRow[]>`
    SELECT f.id, f.case_type AS "caseType", f.unit, f.enterprise_id AS "enterpriseId", ${recusedByTip} AS recused, f.issued, f.named,
      f.root_id AS "rootId", f.parent_id AS "parentId", f.stage, r.label
    FROM anjie.case_file f JOIN anjie.case_file r ON r.id = f.root_id WHERE f.number = ${number}`;
  if (file === undefined) return null;
  const depth = depthFor(actor, file);
  return depth === null ? null : { file, depth };
}

/** The record of a case, in order. */
export async function eventsOf(db: Database, caseId: string): Promise<CaseEvent[]> {
  return (await recordsOf(db, [caseId])).get(caseId) ?? [];
}

async function papersOf(db: Database, actor: StaffActor, caseId: string): Promise<PaperLine[]> {
  const papers = await db.paper.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
  const fromFirm = papers.some(({ origin }) => origin === 'enterprise');
  const copied = fromFirm ? await copiesOf(db, actor, caseId) : new Map<string, PaperCopies>();
  return papers.map((paper) => {
    const { id, seq, mediaType, bytes, origin, material, damaged, found } = paper;
    const [standing, copies] = [standingOfPaper(paper), copied.get(id) ?? null];
    return { id, seq, mediaType, bytes, origin, material, standing, damaged, found, copies };
  });
}

/** A case as the reader may see it; null where it does not exist for them. */
export async function readCase(
  parts: ReadingParts,
  actor: StaffActor,
  number: string,
  now: Date,
): Promise<CaseReading | null> {
  const { db, rulebooks } = parts;
  const found = await findCase(db, actor, number);
  if (found === null) return null;
  const { file } = found;
  const [stored, papers, calendar, parent] = await Promise.all([
    readRecord(db, file.id),
    papersOf(db, actor, file.id),
    rulebooks.calendar(),
    parentNumber(db, actor, file),
  ]);
  if (stored === null) return null;
  const seen = lookedAt(actor, found, stored);
  const { view, circumstances, insight } = seen;
  const { depth } = insight;
  const issued = depth === 'issued';
  const byDay = insight.times === 'day';
  const texts = await textsFor(parts, file.id, depth);
  const policy = await rulebooks.policyOf(view.policy);
  const at = now.toISOString();
  const youMay = await actsOffered(rulebooks, { view, actor, circumstances, now: at });
  const shown = linesFor(seen, papers, texts);
  const own = await ownReadings({ db, file, view, policy, issued, byDay, roles: actor.roles, now });
  const looking = { view: seen.whole, actor, circumstances, depth, now, calendar, policy };
  const reading: Omit<CaseReading, 'people'> = {
    number: view.number,
    caseType: view.caseType,
    label: file.label,
    subject: subjectOf(view.input, policy),
    seq: knownTo(actor, view, circumstances).seq,
    zone: view.zone,
    unit: view.unit,
    stage: issued ? toldStage(view) : file.stage,
    outcome: view.closed?.outcome ?? null,
    openedAt: view.openedAt,
    closedAt: view.closed?.at ?? null,
    dueAt: dueAtOf(view),
    takeOver: issued ? null : takeOverOf(view),
    policy: view.policy,
    input: issued ? without(view.input, caseTypeDef(view.caseType).keptInside) : view.input,
    steps: Object.values(view.steps).map((state) => stepReading(state, looking)),
    youMay: youMay.flatMap((offered) => amongShown(offered, shown.papers)),
    ledger: caseLedger(view, byDay ? toTheDay(at) : at),
    children: Object.values(view.children).map(({ number, caseType, closed }) => ({
      number,
      caseType,
      outcome: closed?.outcome ?? null,
    })),
    parent,
    ...shown,
    ...own,
  };
  return { ...reading, people: issued ? {} : await namesOf(db, personsIn(reading)) };
}

function takeOverOf({ takeOver }: CaseView): CaseReading['takeOver'] {
  if (takeOver === null) return null;
  const { source, registerNo, receivedOn, state } = takeOver;
  return { source, registerNo, receivedOn, state };
}

/** A record as a reader is shown it. */
interface LookedAt {
  readonly insight: Insight;
  readonly circumstances: Circumstances;
  /** The lines, with days in place of instants where the reader is told no more. */
  readonly events: readonly CaseEvent[];
  /** Indexes into the record, in the order in which lines are shown. */
  readonly order: readonly number[];
  readonly whole: CaseView;
  /** The part of the case that the reader is shown. */
  readonly view: CaseView;
}

function lookedAt(
  actor: StaffActor,
  { file, depth }: NonNullable<Awaited<ReturnType<typeof findCase>>>,
  stored: StoredRecord,
): LookedAt {
  const exact = viewOf(stored.events);
  const circumstances = circumstancesOf(file.id, exact, stored);
  const insight = insightOf(actor, depth, exact, circumstances);
  const byDay = insight.times === 'day';
  const events = byDay ? stored.events.map(lineToTheDay) : stored.events;
  const whole = byDay ? viewOf(events) : exact;
  const ordered = byDay ? inOrderOfDays(stored.events) : stored.events;
  return {
    insight,
    circumstances,
    events,
    order: ordered.map(({ seq }) => seq),
    whole,
    view: insight.depth === 'issued' ? toldView(whole) : whole,
  };
}

/** The lines of the record and the papers of the file that the reader is shown. */
function linesFor(
  { insight, events, order }: LookedAt,
  papers: readonly PaperLine[],
  texts: TextsBySeq,
): Pick<CaseReading, 'record' | 'papers'> {
  const { depth } = insight;
  const shown = order.flatMap((seq) => events[seq - 1] ?? []).filter(({ body }) => isShown(body, depth));
  const open = papers
    .filter(({ origin }) => opensPaper(depth, origin))
    .sort((a, b) => order.indexOf(a.seq) - order.indexOf(b.seq));
  return {
    record: numbered(
      shown.map((event) => recordLine(event, depth, texts)),
      insight,
    ),
    papers: numbered(open, insight),
  };
}

/**
 * Lines that are told by days get new numbers: a gap would say that something lies between, and a number what came
 * first.
 */
function numbered<Line extends { readonly seq: number }>(lines: readonly Line[], { times }: Insight): Line[] {
  return lines.map((line, index) => (times === 'day' ? { ...line, seq: index + 1 } : line));
}

// --- the record -------------------------------------------------------------------------------

function recordLine(event: CaseEvent, depth: Depth, texts: TextsBySeq): RecordLine {
  const { seq, at, actor, body } = event;
  const issued = depth === 'issued';
  return {
    seq,
    at,
    kind: body.kind,
    by:
      issued || actor.kind !== 'staff'
        ? { kind: actor.kind, ...(actor.kind === 'system' ? { part: actor.part } : {}) }
        : { kind: 'staff', personId: actor.personId },
    // Clocks are shown with their steps; a parent's id, digests and pins say nothing to a reader.
    body: without(issued ? issuedBody(body) : body, [
      ...['kind', 'clock', 'promise', 'textDigest', 'parent', 'policy', 'input', 'caseId'],
      // A reporter's paper, even which kind of file it is, is only for those who may read the reporter's words.
      ...(depth !== 'words' && (actor.kind === 'reporter' || aboutPapers.has(body.kind)) ? ofPapers : []),
    ]),
    texts: textsShown(event, depth, texts),
  };
}

const ofPapers = ['paperId', 'digest', 'mediaType', 'bytes', 'original', 'held', 'damaged', 'scan', 'found'];
/** Lines that do not say from whom the paper came that they are about. */
const aboutPapers: ReadonlySet<EventBody['kind']> = new Set([
  'paper-scanned',
  'original-requested',
  'original-answered',
]);

async function parentNumber(
  db: Database,
  actor: StaffActor,
  { parentId, caseType }: CaseRow,
): Promise<string | null> {
  const parent = parentId === null ? null : await readableOf(db, parentId);
  if (parent === null) return null;
  const depth = depthFor(actor, parent);
  // The origin of an order is hidden in every case: shown in some, it would betray the others.
  return depth === null || (depth === 'issued' && beginsUntold(caseType)) ? null : parent.number;
}

async function readableOf(
  db: Database,
  caseId: string,
): Promise<(Readable & { readonly number: string }) | null> {
  const [file] = await db.$queryRaw<(Readable & { readonly number: string })[]>`
    SELECT f.number, f.case_type AS "caseType", f.unit, f.enterprise_id AS "enterpriseId", ${recusedByTip} AS recused, f.issued, f.named
    FROM anjie.case_file f WHERE f.id = ${caseId}::uuid`;
  return file ?? null;
}

function personsIn(reading: Omit<CaseReading, 'people'>): string[] {
  const ids = JSON.stringify([
    reading.input,
    reading.steps.map(({ assignee, decision }) => [
      assignee,
      decision?.by,
      decision?.standingInFor,
      decision?.facts,
    ]),
    reading.record.map(({ by, body }) => [by, body]),
    reading.payment?.approvals ?? [],
  ]).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g);
  return ids ?? [];
}

// --- the chain --------------------------------------------------------------------------------

export interface ChainLine {
  readonly seq: number;
  readonly at: string;
  readonly actor: JsonObject;
  readonly body: JsonObject;
  readonly prevHash: string;
  readonly hash: string;
}

/** Lines of a record, one after the other. */
interface ChainPage {
  readonly caseId: string;
  readonly lines: readonly ChainLine[];
  readonly nextCursor: string | null;
}

/**
 * The record as it lies in the database, with its hash chain, for those who check it. Null where it does not exist for
 * the reader; `kept` where the reader is not told its times, without which no hash can be checked. @throws CursorInvalid
 */
export async function readChain(
  db: Database,
  actor: StaffActor,
  number: string,
  { limit, cursor }: PageRequest,
): Promise<ChainPage | 'kept' | null> {
  const found = await findCase(db, actor, number);
  if (found === null || found.depth === 'issued') return null;
  // The raw opening line names the parent, which must not be learnt by a reader from whom it is hidden.
  const { caseType, parentId } = found.file;
  if (caseTypeDef(caseType).namesNoEnterprise && !(await seesCase(db, actor, parentId))) return null;
  const { times } = await insightInto(db, actor, { ...found.file, depth: found.depth });
  if (times === 'day') return 'kept';
  const [after] = cursor === null ? ['0'] : (readCursor(cursor, number, 1) ?? invalid());
  const rows = await db.recordEvent.findMany({
    where: { caseId: found.file.id, seq: { gt: Number(wholeNumber(after)) } },
    orderBy: { seq: 'asc' },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    caseId: found.file.id,
    nextCursor: last === undefined || rows.length <= limit ? null : cursorOf(number, [String(last.seq)]),
    lines: page.map(({ seq, at, actor: by, body, prevHash, hash }) => ({
      seq,
      at: at.toISOString(),
      actor: by as unknown as JsonObject,
      body: body as unknown as JsonObject,
      prevHash: Buffer.from(prevHash).toString('hex'),
      hash: Buffer.from(hash).toString('hex'),
    })),
  };
}

async function seesCase(db: Database, actor: StaffActor, caseId: string | null): Promise<boolean> {
  const file = caseId === null ? null : await readableOf(db, caseId);
  return file !== null && depthFor(actor, file) !== null;
}

/** A paper that the reader may open, with its place in the file; null where there is none for them. */
export async function findPaper(
  db: Database,
  actor: StaffActor,
  number: string,
  paperId: string,
): Promise<{
  readonly caseId: string;
  readonly digest: string;
  readonly mediaType: string;
  readonly place: number;
  readonly standing: PaperStanding;
  readonly held: boolean;
  readonly found: string | null;
} | null> {
  const found = await findCase(db, actor, number);
  if (found === null) return null;
  const papers = await db.paper.findMany({ where: { caseId: found.file.id }, orderBy: { seq: 'asc' } });
  const place = papers.findIndex(({ id }) => id === paperId);
  const paper = papers[place];
  if (paper === undefined) return null;
  const { depth } = await insightInto(db, actor, { ...found.file, depth: found.depth });
  if (!opensPaper(depth, paper.origin)) return null;
  const { caseId, digest, mediaType, held, found: harm } = paper;
  return { caseId, digest, mediaType, held, found: harm, place: place + 1, standing: standingOfPaper(paper) };
}
