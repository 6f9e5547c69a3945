import type { PolicyLayer } from '../../domain/law/policy';
import type { OfficeEventActor } from '../../domain/office/office-event';
import type { Prisma } from '../../prisma/generated/client';
import type { ModelTransaction } from '../store/idempotency';
import { calendarRevision, lawRevision } from '../store/rule-change';
import { databaseTime } from '../store/stored-record';
import type { StatedLine } from './carried-out';
import { appendLines, type LineSealer } from './office-record';

/** A revision of law as it is entered: `movesOn` and `zones` where open cases go over to it. */
interface NewLaw {
  readonly revision: number;
  readonly layers: readonly PolicyLayer[];
  readonly movesOn?: Date;
  readonly zones?: readonly string[];
}

/** Enters a revision of law. @returns what has to be said of it in the office record, in the same transaction */
export async function publishRevision(tx: ModelTransaction, law: NewLaw): Promise<StatedLine> {
  const { revision, movesOn = null, zones = [] } = law;
  const layers = law.layers as unknown as Prisma.InputJsonArray;
  await tx.policyRevision.create({ data: { revision, layers, movesOn, zones: [...zones] } });
  return { kind: 'rules-published', ...lawRevision({ revision, layers, movesOn, zones }) };
}

/**
 * Enters the revisions that were published before the office record spoke of them: once. A revision that comes without a
 * line after that was made by hand, and stays so.
 */
export async function takeOverRules(tx: ModelTransaction, sealer: LineSealer): Promise<void> {
  if ((await tx.officeEvent.count({ where: { kind: 'rules-published' } })) > 0) return;
  const law = await tx.policyRevision.findMany({ orderBy: { revision: 'asc' } });
  const calendars = await tx.calendarRevision.findMany({ orderBy: { revision: 'asc' } });
  const at = await databaseTime(tx);
  const actor: OfficeEventActor = { kind: 'system', part: 'upgrade' };
  const revisions = [...law.map(lawRevision), ...calendars.map(calendarRevision)];
  const lines = revisions.map((each) => ({ at, actor, body: { kind: 'rules-published' as const, ...each } }));
  await appendLines(tx, sealer, lines);
}
