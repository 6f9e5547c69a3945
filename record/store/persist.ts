import type { CaseEvent } from '../../domain/case/case-event';
import { openSteps, type CaseView, type StepState } from '../../domain/case/case-view';
import { stepDef } from '../../domain/cases/catalogue';
import { approvalOutcome, type ApprovalOutcome } from '../../domain/cases/approval-item/approval-outcome';
import type { CaseMove } from '../../domain/moves/case-move';
import type { JsonObject } from '../../domain/json';
import { participationsIn } from '../../domain/moves/family';
import { isTold } from '../../domain/moves/enterprise-visibility';
import { dueAtOf, nextRungAt, nextRungOf } from '../../domain/case/case-queries';
import { stageOf } from '../../domain/moves/stage';
import { lineHash } from './chain';
import type { Idempotency } from './idempotency';
import type { Transaction } from './statements';

export interface Family {
  readonly rootId: string;
  readonly enterpriseId: string | null;
  /** What a case that is opened is called in lists. */
  readonly label?: string | null;
}

/** A text of one event, sealed. */
export interface SealedLine {
  readonly seq: number;
  readonly field: string;
  readonly ciphertext: Uint8Array;
}

/** What a request is answered, kept under its idempotency key for when it comes again. */
export interface Answered {
  readonly idempotency: Idempotency;
  readonly answer: JsonObject;
}

/**
 * Writes what a move has added to one case: the new lines of its record, and every table that is derived
 * from them, in one statement. Returns the hash of the last line.
 */
export async function persist(
  tx: Transaction,
  move: CaseMove,
  family: Family,
  headHash: Uint8Array,
  texts: readonly SealedLine[],
  answered: Answered | null = null,
): Promise<Uint8Array> {
  const { view, caseId, fresh } = move;
  let hash = headHash;
  const lines = fresh.map((event) => {
    const prevHash = hash;
    hash = lineHash(prevHash, caseId, event);
    return {
      seq: event.seq,
      at: event.at,
      kind: event.body.kind,
      key: 'key' in event.body ? event.body.key : null,
      actor: event.actor,
      body: event.body,
      prev_hash: hex(prevHash),
      hash: hex(hash),
    };
  });
  const changed = changedKeys(fresh);
  const open = openSteps(view).filter(({ key }) => changed.steps.has(key) || changed.all);
  const standing = new Set(openSteps(view).map(({ key }) => key));
  const gone = changed.all ? null : [...changed.steps].filter((key) => !standing.has(key));
  const row = caseRow(view);

  await tx.$executeRaw`
    WITH lines AS (
      INSERT INTO anjie.record_event (case_id, seq, at, kind, key, actor, body, prev_hash, hash)
      SELECT ${caseId}::uuid, l.seq, l.at, l.kind, l.key, l.actor, l.body, decode(l.prev_hash, 'hex'), decode(l.hash, 'hex')
      FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
        AS l(seq int, at timestamptz, kind text, key text, actor jsonb, body jsonb, prev_hash text, hash text)
    ), file AS (
      INSERT INTO anjie.case_file (id, number, case_type, zone, unit, root_id, parent_id, parent_key, enterprise_id, issued, label,
        procedure_version, calendar_revision, policy_revision, policy_on, seq, head_hash, stage, outcome, opened_at, moved_at, closed_at, due_at, next_rung_at)
      VALUES (${caseId}::uuid, ${view.number}, ${view.caseType}, ${view.zone}, ${view.unit}, ${family.rootId}::uuid,
        ${view.parent?.caseId ?? null}::uuid, ${view.parent?.key ?? null}, ${family.enterpriseId}::uuid, ${isTold(view)}, ${family.label ?? null},
        ${view.procedureVersion}, ${move.context.calendar.revision}, ${view.policy.revision}, ${view.policy.on}::date, ${view.seq}, ${hash}, ${row.stage}, ${row.outcome}, ${view.openedAt}::timestamptz,
        ${row.movedAt(fresh)}::timestamptz, ${row.closedAt}::timestamptz, ${row.dueAt}::timestamptz, ${row.nextRungAt}::timestamptz)
      ON CONFLICT (id) DO UPDATE SET seq = EXCLUDED.seq, head_hash = EXCLUDED.head_hash, stage = EXCLUDED.stage,
        outcome = EXCLUDED.outcome, moved_at = EXCLUDED.moved_at, closed_at = EXCLUDED.closed_at, due_at = EXCLUDED.due_at,
        next_rung_at = EXCLUDED.next_rung_at, enterprise_id = EXCLUDED.enterprise_id,
        issued = case_file.issued OR EXCLUDED.issued,
        policy_revision = EXCLUDED.policy_revision, policy_on = EXCLUDED.policy_on
    ), done AS (
      DELETE FROM anjie.open_step
      WHERE case_id = ${caseId}::uuid AND (${gone === null} OR key = ANY(${gone ?? []}::text[]))
        AND NOT key = ANY(${open.map(({ key }) => key)}::text[])
    ), waiting AS (
      INSERT INTO anjie.open_step (case_id, key, step, opened_seq, role, unit, assignee, level, opened_at, due_at, promised_at, next_rung_at)
      SELECT ${caseId}::uuid, s.key, s.step, s.opened_seq, s.role, ${view.unit}, s.assignee, s.level, s.opened_at, s.due_at, s.promised_at, s.next_rung_at
      FROM jsonb_to_recordset(${JSON.stringify(open.map(openRow))}::jsonb)
        AS s(key text, step text, opened_seq int, role text, assignee uuid, level int, opened_at timestamptz,
             due_at timestamptz, promised_at timestamptz, next_rung_at timestamptz)
      ON CONFLICT (case_id, key) DO UPDATE SET opened_seq = EXCLUDED.opened_seq, assignee = EXCLUDED.assignee,
        level = EXCLUDED.level, opened_at = EXCLUDED.opened_at, due_at = EXCLUDED.due_at, promised_at = EXCLUDED.promised_at,
        next_rung_at = EXCLUDED.next_rung_at
    ), persons AS (
      INSERT INTO anjie.participation (case_id, seq, root_id, step, person_id)
      SELECT ${caseId}::uuid, p.seq, ${family.rootId}::uuid, p.step, p."personId"
      FROM jsonb_to_recordset(${JSON.stringify(participationsIn(move))}::jsonb) AS p(seq int, step text, "personId" uuid)
    ), asked AS (
      INSERT INTO anjie.effect_order (case_id, key, asked_seq, body)
      SELECT ${caseId}::uuid, e.key, e.seq, e.body
      FROM jsonb_to_recordset(${JSON.stringify(askedRows(fresh))}::jsonb) AS e(key text, seq int, body jsonb)
      ON CONFLICT (case_id, key) DO UPDATE SET asked_seq = EXCLUDED.asked_seq, body = EXCLUDED.body, done_at = NULL
    ), carried AS (
      UPDATE anjie.effect_order SET done_at = now()
      WHERE case_id = ${caseId}::uuid AND key = ANY(${doneKeys(fresh)}::text[])
    ), outcome AS (
      INSERT INTO anjie.approval_outcome (case_id, matter, department, verdict, limit_unit, limit_days, promise_days,
        actual_days, promise_broken, decided_at, explained_at)
      SELECT ${caseId}::uuid, o.matter, o.department, o.verdict, o."limitUnit", o."limitDays", o."promiseDays",
        o."actualDays", o."promiseBroken", o."decidedAt", o."explainedAt"
      FROM jsonb_to_recordset(${JSON.stringify(outcomeRows(view))}::jsonb) AS o(matter text, department text, verdict text,
        "limitUnit" text, "limitDays" int, "promiseDays" int, "actualDays" int, "promiseBroken" boolean,
        "decidedAt" timestamptz, "explainedAt" timestamptz)
      ON CONFLICT (case_id) DO UPDATE SET verdict = EXCLUDED.verdict, actual_days = EXCLUDED.actual_days,
        promise_broken = EXCLUDED.promise_broken, decided_at = EXCLUDED.decided_at, explained_at = EXCLUDED.explained_at
    ), answered AS (
      INSERT INTO anjie.idempotency_key (scope, key, body_hash, answer)
      SELECT a.scope, a.key, decode(a.body_hash, 'hex'), a.answer
      FROM jsonb_to_recordset(${JSON.stringify(answeredRows(answered))}::jsonb)
        AS a(scope text, key text, body_hash text, answer jsonb)
    )
    INSERT INTO anjie.sealed_text (case_id, seq, field, ciphertext)
    SELECT ${caseId}::uuid, t.seq, t.field, decode(t.ciphertext, 'hex')
    FROM jsonb_to_recordset(${JSON.stringify(texts.map(textRow))}::jsonb) AS t(seq int, field text, ciphertext text)`;
  return hash;
}

function caseRow(view: CaseView) {
  return {
    stage: stageOf(view),
    outcome: view.closed?.outcome ?? null,
    closedAt: view.closed?.at ?? null,
    dueAt: dueAtOf(view),
    nextRungAt: nextRungAt(view),
    movedAt: (fresh: readonly CaseEvent[]) => fresh.at(-1)?.at ?? view.openedAt,
  };
}

function openRow(state: StepState) {
  return {
    key: state.key,
    step: state.step,
    opened_seq: state.openedSeq,
    role: stepDef(state.step).role,
    assignee: state.assignee,
    level: state.level,
    opened_at: state.openedAt,
    due_at: state.clock.dueAt,
    // A promise that was broken stays broken, also while its clock stands still.
    promised_at: state.promise?.breachedAt ?? state.promise?.dueAt ?? null,
    next_rung_at: nextRungOf(state)?.fireAt ?? null,
  };
}

function changedKeys(fresh: readonly CaseEvent[]): { steps: Set<string>; all: boolean } {
  const steps = new Set<string>();
  let all = false;
  for (const { body } of fresh) {
    // Closing empties the worklist of the case, reopening may bring any step back.
    if (body.kind === 'closed' || body.kind === 'reopened') all = true;
    else if ('key' in body) steps.add(body.key);
  }
  return { steps, all };
}

function outcomeRows(view: CaseView): ApprovalOutcome[] {
  const outcome = approvalOutcome(view);
  return outcome === null ? [] : [outcome];
}

function askedRows(fresh: readonly CaseEvent[]) {
  return fresh.flatMap(({ seq, body }) =>
    body.kind === 'effect-asked' ? [{ key: body.key, seq, body: body.effect }] : [],
  );
}

function doneKeys(fresh: readonly CaseEvent[]): string[] {
  return fresh.flatMap(({ body }) => (body.kind === 'effect-done' ? [body.key] : []));
}

function answeredRows(answered: Answered | null) {
  if (answered === null) return [];
  const { scope, key, bodyHash } = answered.idempotency;
  return [{ scope, key, body_hash: hex(bodyHash), answer: answered.answer }];
}

function textRow({ seq, field, ciphertext }: SealedLine) {
  return { seq, field, ciphertext: hex(ciphertext) };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
