import type { CaseEvent } from '../../domain/case/case-event';
import { caseTypeDef } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import { openSteps, viewOf, type CaseView } from '../../domain/case/case-view';
import { bindingIn } from '../../domain/moves/family/family';
import type { JsonObject } from '../../domain/json';
import { caseLedger, type StageLedger } from '../../domain/ledger/case-ledger';
import { beginsUntold, childrenTold, isIssued } from '../../domain/moves/enterprise-visibility';
import { subjectOf } from '../../domain/law/matter';
import type { StaffActor, Title } from '../../domain/role';
import type { Database } from '../store/database';
import { namesOf } from '../people/people';
import { ownReadings, type OwnReadings } from '../cases/own-readings';
import { depthFor, opensPaper, type Readable } from './reading-rights';
import type { Depth } from '../../domain/case/case-type-def';
import type { Rulebooks } from '../store/rulebook';
import { recusedByTip } from '../store/recused';
import { readRecord, recordsOf } from '../store/stored-record';
import { isShown, issuedBody, textsFor, textsShown, type TextsBySeq } from './shown-lines';
import { stepReading, without, type StepReading } from './step-reading';
import { lineToTheDay } from './to-the-day';
import type { Vault } from '../vault/vault';

/*
 * What people are shown of a case, read from PostgreSQL alone. How much of it depends on who looks
 * (see reading-rights): every part below asks for the depth, and a case that may not be seen is null,
 * exactly like one that does not exist.
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
  readonly rootId: string;
  readonly parentId: string | null;
  readonly stage: string;
  readonly dueAt: Date | null;
  /** Of the family. */
  readonly label: string | null;
}

/** The id of a case that somebody may see, and how deep; null where there is none for them. */
export async function findCase(
  db: Database,
  actor: StaffActor,
  number: string,
): Promise<{ readonly file: CaseRow; readonly depth: Depth } | null> {
  const [file] = await db.$queryRaw<CaseRow[]>`
    SELECT f.id, f.case_type AS "caseType", f.unit, f.enterprise_id AS "enterpriseId", ${recusedByTip} AS recused, f.issued,
      f.root_id AS "rootId", f.parent_id AS "parentId", f.stage, f.due_at AS "dueAt", r.label
    FROM anjie.case_file f JOIN anjie.case_file r ON r.id = f.root_id WHERE f.number = ${number}`;
  if (file === undefined) return null;
  const depth = depthFor(actor, file);
  return depth === null ? null : { file, depth };
}

/** The record of a case, in order. */
export async function eventsOf(db: Database, caseId: string): Promise<CaseEvent[]> {
  return (await recordsOf(db, [caseId])).get(caseId) ?? [];
}

function papersOf(db: Database, caseId: string): Promise<PaperLine[]> {
  return db.$queryRaw<PaperLine[]>`
    SELECT id, seq, media_type AS "mediaType", bytes, origin, material
    FROM anjie.paper WHERE case_id = ${caseId}::uuid ORDER BY seq`;
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
  const { file, depth } = found;
  const [stored, papers, texts, rulebook, parent] = await Promise.all([
    readRecord(db, file.id),
    papersOf(db, file.id),
    textsFor(parts, file.id, depth),
    rulebooks.refresh(),
    parentNumber(db, actor, file),
  ]);
  if (stored === null) return null;
  const issued = depth === 'issued';
  const events = issued ? stored.events.map(lineToTheDay) : stored.events;
  const view = viewOf(events);
  const policy = rulebook.policy(view.policy);
  const own = await ownReadings({ db, file, view, policy });
  const participations = bindingIn(file.id, view.caseType, stored.parts);
  const circumstances = { participations, enterpriseId: file.enterpriseId, recused: file.recused };
  const shown = events.filter(({ body }) => isShown(body, depth));
  const lines = shown.map((event) => recordLine(event, depth, texts));
  const open = papers.filter(({ origin }) => opensPaper(depth, origin));
  const reading: Omit<CaseReading, 'people'> = {
    number: view.number,
    caseType: view.caseType,
    label: file.label,
    subject: subjectOf(view.input, policy),
    seq: view.seq,
    zone: view.zone,
    unit: view.unit,
    stage: file.stage,
    outcome: view.closed?.outcome ?? null,
    openedAt: view.openedAt,
    closedAt: view.closed?.at ?? null,
    dueAt: issued ? dueToldAt(view) : (file.dueAt?.toISOString() ?? null),
    policy: view.policy,
    input: issued ? without(view.input, caseTypeDef(view.caseType).keptInside) : view.input,
    steps: Object.values(view.steps)
      .filter((state) => !issued || isIssued(state))
      .map((state) =>
        stepReading(state, { view, actor, circumstances, depth, now, calendar: rulebook.calendar }),
      ),
    record: numbered(lines, depth),
    ledger: caseLedger(view, now.toISOString()),
    children: (issued ? childrenTold(view) : Object.values(view.children)).map(
      ({ number, caseType, closed }) => ({ number, caseType, outcome: closed?.outcome ?? null }),
    ),
    parent,
    papers: numbered(open, depth),
    ...own,
  };
  return { ...reading, people: issued ? {} : await namesOf(db, personsIn(reading)) };
}

/** Numbered through for an enterprise, whom a gap would tell that something lies between. */
function numbered<Line extends { readonly seq: number }>(lines: readonly Line[], depth: Depth): Line[] {
  return lines.map((line, index) => (depth === 'issued' ? { ...line, seq: index + 1 } : line));
}

/** When the first of the steps ends that an enterprise is shown to wait. */
function dueToldAt(view: CaseView): string | null {
  const due = openSteps(view).flatMap((state) => (isIssued(state) ? (state.clock.dueAt ?? []) : []));
  return due.sort()[0] ?? null;
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
    // Clocks stand with their steps; a parent's id, digests and pins say nothing to a reader.
    body: without(issued ? issuedBody(body) : body, [
      ...['kind', 'clock', 'promise', 'textDigest', 'parent', 'policy', 'input', 'caseId'],
    ]),
    texts: textsShown(event, depth, texts),
  };
}

async function parentNumber(
  db: Database,
  actor: StaffActor,
  { parentId, caseType }: CaseRow,
): Promise<string | null> {
  const parent = parentId === null ? null : await readableOf(db, parentId);
  if (parent === null) return null;
  const depth = depthFor(actor, parent);
  // The origin of an order is hidden in every case: an origin shown in some would betray the others.
  return depth === null || (depth === 'issued' && beginsUntold(caseType)) ? null : parent.number;
}

async function readableOf(
  db: Database,
  caseId: string,
): Promise<(Readable & { readonly number: string }) | null> {
  const [file] = await db.$queryRaw<(Readable & { readonly number: string })[]>`
    SELECT f.number, f.case_type AS "caseType", f.unit, f.enterprise_id AS "enterpriseId", ${recusedByTip} AS recused, f.issued
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

/** The record as it stands in the database, with its hash chain, for those who check it. */
export async function readChain(
  db: Database,
  actor: StaffActor,
  number: string,
): Promise<{ readonly caseId: string; readonly lines: ChainLine[] } | null> {
  const found = await findCase(db, actor, number);
  if (found === null || found.depth === 'issued') return null;
  // The raw line of a case's opening names its parent: nothing for those who must not learn of it.
  const { caseType, parentId } = found.file;
  if (caseTypeDef(caseType).namesNoEnterprise && !(await seesCase(db, actor, parentId))) return null;
  const rows = await db.recordEvent.findMany({ where: { caseId: found.file.id }, orderBy: { seq: 'asc' } });
  return {
    caseId: found.file.id,
    lines: rows.map(({ seq, at, actor: by, body, prevHash, hash }) => ({
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
} | null> {
  const found = await findCase(db, actor, number);
  if (found === null) return null;
  const papers = await db.paper.findMany({ where: { caseId: found.file.id }, orderBy: { seq: 'asc' } });
  const place = papers.findIndex(({ id }) => id === paperId);
  const paper = papers[place];
  if (paper === undefined || !opensPaper(found.depth, paper.origin)) return null;
  return { caseId: paper.caseId, digest: paper.digest, mediaType: paper.mediaType, place: place + 1 };
}
