import type { CaseEvent } from '../domain/case-event';
import { caseTypes } from '../domain/case-type';
import { viewOf, type CaseView } from '../domain/case-view';
import { stepDef } from '../domain/catalogue';
import { bindingIn } from '../domain/family';
import type { JsonObject } from '../domain/json';
import { caseLedger, type StageLedger } from '../domain/ledger';
import { childrenTold, isIssued } from '../domain/issued';
import { subjectOf } from '../domain/matter';
import { latestDecision } from '../domain/reading';
import type { StaffActor, Title } from '../domain/role';
import { stepOfKey, type CaseType } from '../domain/step';
import type { Database } from './database';
import { namesOf } from './people';
import { matterReading, projectReading, type MatterReading, type ProjectReading } from './project-reading';
import { depthFor, type Depth } from './reading-rights';
import { stepReading, without, withoutPersons, type StepReading } from './step-reading';
import type { Rulebooks } from './rulebook';
import type { Vault } from './vault';

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

export interface CaseReading {
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
  readonly papers: readonly {
    readonly id: string;
    readonly seq: number;
    readonly mediaType: string;
    readonly bytes: number;
    readonly origin: string;
    readonly material: string | null;
  }[];
  /** Names of the staff that appear above, by person id. */
  readonly people: { readonly [personId: string]: string };
  readonly payment: PaymentReading | null;
  readonly project: ProjectReading | null;
  readonly matter: MatterReading | null;
}

/** What finance knows of a payment: a code, an amount and how it came about. Never who, where or why. */
export interface PaymentReading {
  readonly claimCode: string;
  readonly amountFen: number;
  readonly state: string;
  readonly batch: string | null;
  readonly bankReference: string | null;
  readonly reward: JsonObject | null;
  readonly approvals: readonly {
    readonly step: string;
    readonly verdict: string;
    readonly at: string;
    readonly by: string | null;
  }[];
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
  readonly issued: boolean;
  readonly rootId: string;
  readonly parentId: string | null;
  readonly stage: string;
  readonly dueAt: Date | null;
}

/** The id of a case that somebody may see, and how deep; null where there is none for them. */
export async function findCase(
  db: Database,
  actor: StaffActor,
  number: string,
): Promise<{ readonly file: CaseRow; readonly depth: Depth } | null> {
  const row = await db.caseFile.findUnique({
    where: { number },
    select: {
      id: true,
      caseType: true,
      unit: true,
      enterpriseId: true,
      issued: true,
      rootId: true,
      parentId: true,
      stage: true,
      dueAt: true,
    },
  });
  if (row === null) return null;
  const file = row as typeof row & { caseType: CaseType };
  const depth = depthFor(actor, file);
  return depth === null ? null : { file, depth };
}

/** The record of a case, in order. */
export async function eventsOf(db: Database, caseId: string): Promise<CaseEvent[]> {
  const rows = await db.recordEvent.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
  return rows.map(({ seq, at, actor, body }) => ({
    seq,
    at: at.toISOString(),
    actor: actor as unknown as CaseEvent['actor'],
    body: body as unknown as CaseEvent['body'],
  }));
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
  const [events, papers, family, rulebook, payment, parent, root] = await Promise.all([
    eventsOf(db, file.id),
    db.paper.findMany({ where: { caseId: file.id }, orderBy: { seq: 'asc' } }),
    db.participation.findMany({
      where: { rootId: file.rootId },
      select: { step: true, personId: true, caseId: true },
    }),
    rulebooks.refresh(),
    file.caseType === 'payout' ? paymentOf(db, file.id) : null,
    parentNumber(db, actor, file),
    db.caseFile.findUniqueOrThrow({ where: { id: file.rootId }, select: { label: true } }),
  ]);
  const view = viewOf(events);
  const policy = rulebook.policy(view.policy);
  const [project, matter] = await Promise.all([
    view.caseType === 'project' ? projectReading(db, view, policy) : null,
    matterReading(db, file, view, policy),
  ]);
  const participations = bindingIn(file.id, view.caseType, family);
  const circumstances = { participations, enterpriseId: file.enterpriseId };
  const texts = await textsFor(parts, file.id, depth);
  const shown = events.filter((event) => isShown(event, depth));
  const reading: Omit<CaseReading, 'people'> = {
    number: view.number,
    caseType: view.caseType,
    label: root.label,
    subject: subjectOf(view.input, policy),
    seq: view.seq,
    zone: view.zone,
    unit: view.unit,
    stage: file.stage,
    outcome: view.closed?.outcome ?? null,
    openedAt: view.openedAt,
    closedAt: view.closed?.at ?? null,
    dueAt: file.dueAt?.toISOString() ?? null,
    policy: view.policy,
    input: depth === 'issued' ? without(view.input, caseTypes[view.caseType].keptInside) : view.input,
    steps: Object.values(view.steps)
      .filter((state) => depth !== 'issued' || isIssued(state))
      .map((state) =>
        stepReading(state, { view, actor, circumstances, depth, now, calendar: rulebook.calendar }),
      ),
    record: shown.map((event) => recordLine(event, depth, texts, view)),
    ledger: caseLedger(view, now.toISOString()),
    children: (depth === 'issued' ? childrenTold(view) : Object.values(view.children)).map(
      ({ number, caseType, closed }) => ({
        number,
        caseType,
        outcome: closed?.outcome ?? null,
      }),
    ),
    parent,
    papers: papers
      .filter(
        ({ origin }) =>
          depth === 'words' || depth === 'decisions' || (depth === 'issued' && origin === 'enterprise'),
      )
      // What the reporter handed in is as telling as what they wrote.
      .filter(({ origin }) => origin !== 'reporter' || depth === 'words')
      .map(({ id, seq, mediaType, bytes, origin, material }) => ({
        id,
        seq,
        mediaType,
        bytes,
        origin,
        material,
      })),
    payment,
    project,
    matter,
  };
  return { ...reading, people: depth === 'issued' ? {} : await namesOf(db, personsIn(reading)) };
}

// --- the record -------------------------------------------------------------------------------

/** Lines that a reader of this depth is shown at all. */
function isShown({ body }: CaseEvent, depth: Depth): boolean {
  if (depth !== 'issued') return true;
  switch (body.kind) {
    case 'decided':
      return stepDef(stepOfKey(body.key)).issued !== 'never';
    case 'step-opened':
    case 'clock-superseded':
    case 'extension-requested':
    case 'extension-refused':
      return stepDef(stepOfKey(body.key)).issued === undefined;
    case 'opened':
    case 'policy-pinned':
    case 'closed':
    case 'reopened':
      return true;
    // The bureau's own affairs: who handles it, what was noted, who was reminded.
    case 'rung-fired':
    case 'assigned':
    case 'child-opened':
    case 'child-closed':
    case 'effect-asked':
    case 'effect-done':
    case 'fact-recorded':
    case 'noted':
    case 'paper-added':
      return false;
  }
}

function recordLine(
  { seq, at, actor, body }: CaseEvent,
  depth: Depth,
  texts: ReadonlyMap<number, Record<string, string>>,
  view: CaseView,
): RecordLine {
  const { kind, ...rest } = body as CaseEvent['body'] & JsonObject;
  // Clocks stand with their steps; a parent's id, digests and pins say nothing to a reader.
  const shown = without(rest, ['clock', 'promise', 'textDigest', 'parent', 'policy', 'input', 'caseId']);
  const issued = depth === 'issued';
  return {
    seq,
    at,
    kind,
    by:
      issued || actor.kind !== 'staff'
        ? { kind: actor.kind, ...(actor.kind === 'system' ? { part: actor.part } : {}) }
        : { kind: 'staff', personId: actor.personId },
    body: issued ? forTheEnterprise(body, shown, view) : shown,
    // Why the bureau ended a case, or took it up again, is its own affair.
    texts: issued && !('key' in body) ? {} : (texts.get(seq) ?? {}),
  };
}

function forTheEnterprise(body: CaseEvent['body'], shown: JsonObject, view: CaseView): JsonObject {
  const plain = without(shown, ['assignee', 'standingInFor', 'detail', 'unit']);
  if (body.kind !== 'decided') return plain;
  const step = view.steps[body.key]?.step;
  return step === undefined
    ? plain
    : { ...plain, facts: withoutPersons(stepDef(step), body.verdict, body.facts) };
}

/** Texts by seq, opened with the key of the case, as far as the depth goes. */
async function textsFor(
  { db, vault }: ReadingParts,
  caseId: string,
  depth: Depth,
): Promise<Map<number, Record<string, string>>> {
  const texts = new Map<number, Record<string, string>>();
  if (depth === 'bare') return texts;
  const rows = await db.sealedText.findMany({ where: { caseId } });
  if (rows.length === 0) return texts;
  const key = await vault.keyOf(caseId);
  for (const { seq, field, ciphertext } of rows) {
    if (isReportersOwn(field) && depth !== 'words') continue;
    const ofSeq = texts.get(seq) ?? {};
    ofSeq[field] = key.openText(seq, field, ciphertext);
    texts.set(seq, ofSeq);
  }
  return texts;
}

/** Fields of forms are JSON pointers; what the reporter wrote stands under plain names. */
function isReportersOwn(field: string): boolean {
  return !field.startsWith('/');
}

async function parentNumber(
  db: Database,
  actor: StaffActor,
  { parentId, caseType }: CaseRow,
): Promise<string | null> {
  if (parentId === null) return null;
  const parent = await db.caseFile.findUniqueOrThrow({
    where: { id: parentId },
    select: { number: true, caseType: true, unit: true, enterpriseId: true, issued: true },
  });
  const depth = depthFor(actor, { ...parent, caseType: parent.caseType as CaseType });
  // What led to an order is not told: whoever could see one beginning would miss the other.
  return depth === null || (depth === 'issued' && caseType === 'rectification') ? null : parent.number;
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

// --- money ------------------------------------------------------------------------------------

const approvalSteps = ['tip-off/reward-proposal', 'tip-off/reward-approval'] as const;

/** The payment of a payout case, with the computation and the approvals of the reward behind it. */
async function paymentOf(db: Database, caseId: string): Promise<PaymentReading | null> {
  const order = await db.payoutOrder.findUnique({ where: { caseId } });
  if (order === null) return null;
  const view = viewOf(await eventsOf(db, order.rewardCaseId));
  const approvals = approvalSteps.flatMap((step) => {
    const decision = latestDecision(view, step);
    return decision === null
      ? []
      : [
          {
            step,
            verdict: decision.verdict,
            at: decision.at,
            by: decision.actor.kind === 'staff' ? decision.actor.personId : null,
          },
        ];
  });
  const { claimCode, amountFen, state, batch, bankReference } = order;
  const reward = latestDecision(view, 'tip-off/reward-proposal')?.detail?.['reward'] ?? null;
  return {
    claimCode,
    amountFen,
    state,
    batch,
    bankReference,
    reward: reward as JsonObject | null,
    approvals,
  };
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

/** The record as it stands in the database, with its hash chain, for whoever checks it. */
export async function readChain(
  db: Database,
  actor: StaffActor,
  number: string,
): Promise<{ readonly caseId: string; readonly lines: ChainLine[] } | null> {
  const found = await findCase(db, actor, number);
  // The raw line of a case's opening names its parent: nothing for those who must not know that there is one.
  if (
    found === null ||
    found.depth === 'issued' ||
    (found.file.caseType === 'payout' && !readsTipOffs(actor))
  )
    return null;
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

function readsTipOffs(actor: StaffActor): boolean {
  return (
    depthFor(actor, { caseType: 'tip-off', unit: actor.unit, enterpriseId: null, issued: true }) !== null
  );
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
  if (found === null || found.depth === 'bare') return null;
  const papers = await db.paper.findMany({ where: { caseId: found.file.id }, orderBy: { seq: 'asc' } });
  const place = papers.findIndex(({ id }) => id === paperId);
  const paper = papers[place];
  if (paper === undefined || (paper.origin === 'reporter' && found.depth !== 'words')) return null;
  if (found.depth === 'issued' && paper.origin !== 'enterprise') return null;
  return { caseId: paper.caseId, digest: paper.digest, mediaType: paper.mediaType, place: place + 1 };
}
