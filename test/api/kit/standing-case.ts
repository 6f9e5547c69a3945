import { randomUUID } from 'node:crypto';
import { procedure } from '../../../domain/case/case-file';
import { caseTypeDef, caseTypes } from '../../../domain/cases/catalogue';
import { openSteps, viewOf } from '../../../domain/case/case-view';
import { readRecord } from '../../../record/store/stored-record';
import { CaseMove, openCase, type MoveContext } from '../../../domain/moves/case-move';
import { namedIn } from '../../../domain/moves/authorize';
import { runProcedure } from '../../../domain/moves/run-procedure';
import type { Policy } from '../../../domain/law/policy';
import { caseTypeOf, policyKey, type AnyStep } from '../../../domain/case/step';
import { genesisHash } from '../../../record/store/chain';
import { keep } from '../../../record/desk/keep';
import { newCaseNumber } from '../../../record/vault/receipts';
import { Rulebooks } from '../../../record/store/rulebook';
import { shanghaiDate } from '../../../domain/time/calendar';
import { leastBody } from '../../../setup/courses/least-decision';
import type { Office } from './office';

/** A case in which one step of the catalogue waits for its decision, and nothing else has happened. */
export interface StandingCase {
  readonly caseId: string;
  readonly number: string;
  readonly unit: string;
  readonly enterpriseId: string | null;
  readonly seq: number;
  /** Whether the enterprise has been told of it. */
  readonly issued: boolean;
  /** Whoever the step is assigned to, where the case exists for them by that alone. */
  readonly named: readonly string[];
}

/** The part that the least decision on a step is about. */
function leastPart(def: AnyStep, field: string): string {
  const today = shanghaiDate(new Date().toISOString());
  return String(leastBody(def, { today, enterpriseId: '', personOf: () => '' })[field]);
}

interface StandingFor extends Pick<StandingCase, 'unit' | 'enterpriseId'> {
  /** Who will try to decide it: assigned to them, where such a case exists for them by that alone. */
  readonly decider?: { readonly personId: string };
}

/** Opens such a case in the record, without the long way that leads there. It is only there to be refused on. */
export async function standingCase(
  { db, vault, parts }: Pick<Office, 'db' | 'vault' | 'parts'>,
  def: AnyStep,
  { unit, enterpriseId, decider }: StandingFor,
): Promise<StandingCase> {
  const caseType = caseTypeOf(def.id);
  const byName = caseTypeDef(caseType).readers[def.role]?.reach === 'named';
  const now = new Date().toISOString();
  const rulebook = await new Rulebooks(db).reckon((read) => Promise.resolve(read));
  const zone = 'jxedz';
  const policy = rulebook.policy(rulebook.pinFor(zone, now));
  const number = newCaseNumber(caseTypes[caseType].prefix, Number(now.slice(0, 4)));
  const context: MoveContext = {
    now,
    calendar: rulebook.calendar,
    policy: () => policy,
    pinFor: () => rulebook.pinFor(zone, now),
    procedure: () =>
      procedure({
        caseType,
        version: 1,
        outcomes: ['decided'],
        run: async (file) => {
          await file.step(def, {
            ...(byName && decider !== undefined ? { assignee: decider.personId } : {}),
            ...(def.partBy === undefined ? {} : { part: leastPart(def, def.partBy) }),
          });
          return { outcome: 'decided' };
        },
      }),
    newCase: () => ({ caseId: randomUUID(), number }),
    idle: () => new Promise((resolve) => setImmediate(resolve)),
  };
  const input = {
    matter: matterFor(def, policy),
    tier: 'general',
    kind: 'policy',
    skill: 'fire',
    ...{ members: [], contest: 'CT-2026-AAAAAAAA', campaign: 'DC-2026-AAAAAAAA', trade: 'machinery' },
    receivedAt: now,
  };
  const opening = { caseType, zone, unit, input, parent: null };
  const move = openCase(opening, context, { kind: 'system', part: 'procedure' });
  await runProcedure(move);
  const { caseId } = move;
  await vault.createCaseKey(caseId);
  await db.inTransaction((tx) =>
    keep(tx, {
      move,
      family: { rootId: caseId, enterpriseId },
      headHash: genesisHash,
      ...{ texts: [], written: null, actor: null, answered: null },
      sealLine: (hash) => parts.signer.sealLine(hash),
    }),
  );
  const { issued } = await db.caseFile.findUniqueOrThrow({ where: { number }, select: { issued: true } });
  return { caseId, number, unit, enterpriseId, seq: move.view.seq, issued, named: namedIn(move.view) };
}

/** A matter of which the policy knows all that the step asks for; any where it asks for nothing. */
function matterFor({ limit, ladder, promise = '' }: AnyStep, { rows }: Policy): string {
  const asked = [limit, ladder, promise].filter((key) => key.includes('{matter}'));
  const matters = Object.keys(rows).flatMap((key) => /^limit\.matter\.(.+)$/.exec(key)?.[1] ?? []);
  const found = matters.find((matter) => asked.every((key) => policyKey(key, { matter }) in rows));
  if (found === undefined) throw new Error(`the policy knows no matter for ${asked.join(', ')}`);
  return found;
}

/** Lets a person have decided another step of such a case: two more lines of its record, and all that follows from them. */
export async function takePart(
  { db, parts }: Pick<Office, 'db' | 'parts'>,
  { caseId, enterpriseId }: StandingCase,
  { personId, accountId }: { readonly personId: string; readonly accountId: string },
  step: string,
): Promise<number> {
  const stored = await readRecord(db, caseId);
  if (stored === null) throw new Error('no such case');
  const view = viewOf(stored.events);
  const calendar = await new Rulebooks(db).calendar();
  const move = new CaseMove(caseId, view, { now: view.openedAt, calendar } as MoveContext);
  const [waiting] = openSteps(view);
  const key = `${step}#1`;
  const opened = { assignee: null, level: 0, clock: waiting!.clock, fired: [] };
  move.append({ kind: 'step-opened', key, step, ...opened }, { kind: 'system', part: 'procedure' });
  move.append(
    { kind: 'decided', key, verdict: 'decided', facts: {} },
    { kind: 'staff', personId, accountId },
  );
  await db.inTransaction((tx) =>
    keep(tx, {
      move,
      family: { rootId: caseId, enterpriseId },
      headHash: stored.headHash,
      ...{ texts: [], written: null, actor: null, answered: null },
      sealLine: (hash) => parts.signer.sealLine(hash),
    }),
  );
  return move.view.seq;
}
