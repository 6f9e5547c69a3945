import type { JsonObject } from '../../domain/json';
import { officeChanges, type OfficeChangeKind } from '../../domain/office/catalogue';
import type { OfficeEvent } from '../../domain/office/office-event';
import { actsAs } from '../../domain/moves/authorize';
import type { Role, StaffActor, Title } from '../../domain/role';
import { addDays, startOfDay, type Instant, type PlainDate } from '../../domain/time/calendar';
import { namesOf } from '../people/people';
import { cursorOf, readCursor } from '../store/cursor';
import type { Database } from '../store/database';
import { invalid, pageOf, wholeNumber, type Page, type PageRequest } from '../store/pages';

export interface NamedPerson {
  readonly personId: string;
  readonly name: string;
}

// --- proposals ----------------------------------------------------------------------------------

export interface ProposalLine {
  readonly proposal: string;
  readonly state: ProposalsSought['state'];
  readonly kind: OfficeChangeKind;
  readonly title: Title;
  readonly at: Instant;
  readonly proposer: NamedPerson | null;
  readonly person: NamedPerson | null;
  readonly form: JsonObject;
  readonly before: JsonObject | null;
  readonly reason: string | null;
  readonly waitsFor: readonly Role[];
}

interface ProposalsSought {
  readonly actor: StaffActor;
  readonly whose: 'waiting' | 'own';
  readonly state: 'open' | 'lapsed';
}

interface ProposalRow {
  readonly seq: number;
  readonly at: Date;
  readonly proposer: string;
  readonly body: Extract<OfficeEvent['body'], { kind: 'proposed' }>;
}

/** Proposals that somebody may answer, or could have, or their own, newest first. @throws CursorInvalid */
export async function proposals(
  db: Database,
  { actor, whose, state }: ProposalsSought,
  { limit, cursor }: PageRequest,
): Promise<Page<ProposalLine>> {
  const order = `proposals/${whose}/${state}`;
  const before = seqBefore(cursor, order);
  const persons = [...actsAs(actor)];
  const rows = await db.$queryRaw<ProposalRow[]>`
    SELECT p.seq, p.at, p.proposer::text, e.body
    FROM anjie.office_proposal p JOIN anjie.office_event e ON e.seq = p.seq
    WHERE p.state = ${state} AND p.seq < ${before} AND CASE WHEN ${whose === 'own'}
      THEN p.proposer = ${actor.personId}::uuid
      ELSE p.seconds && ${[...actor.roles]}::text[]
        AND NOT (p.proposer = ANY(${persons}::uuid[]) OR p.binds && ${persons}::uuid[]
          OR coalesce(p.person = ANY(${persons}::uuid[]), false)) END
    ORDER BY p.seq DESC LIMIT ${limit + 1}`;
  const named = await namer(
    db,
    rows.flatMap(({ proposer, body }) => [proposer, body.person]),
  );
  return pageOf(
    rows,
    limit,
    ({ seq }) => cursorOf(order, [String(seq)]),
    ({ at, proposer, body }) => ({
      proposal: body.proposal,
      state,
      kind: body.change,
      title: officeChanges[body.change].title,
      at: at.toISOString(),
      proposer: named(proposer),
      person: named(body.person),
      form: body.form,
      before: body.before,
      reason: body.reason,
      waitsFor: body.seconds,
    }),
  );
}

// --- the record ---------------------------------------------------------------------------------

export interface OfficeLine {
  readonly seq: number;
  readonly at: Instant;
  readonly kind: OfficeEvent['body']['kind'];
  readonly by: NamedPerson | null;
  /** The part of the system that wrote it, where nobody did. */
  readonly system: string | null;
  readonly change: OfficeChangeKind | null;
  readonly title: Title | null;
  readonly person: NamedPerson | null;
  readonly body: JsonObject;
}

export interface OfficeRecordFilter {
  readonly change?: OfficeChangeKind | undefined;
  /** Who did it, or whom it is about. */
  readonly person?: string | undefined;
  /** Shanghai dates, both included. */
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
}

interface LineRow extends Omit<OfficeEvent, 'at'> {
  readonly at: Date;
}

const recordOrder = 'office-record';

/** The lines of the office record, newest first. @throws CursorInvalid */
export async function officeLines(
  db: Database,
  { change, person, from, to }: OfficeRecordFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<OfficeLine>> {
  const before = seqBefore(cursor, recordOrder);
  const rows = await db.$queryRaw<LineRow[]>`
    SELECT seq, at, actor, body FROM anjie.office_event
    WHERE seq < ${before}
      AND (${change ?? null}::text IS NULL OR body->>'change' = ${change ?? null})
      AND (${person ?? null}::text IS NULL OR ${person ?? null} IN (body->>'person', actor->>'personId', body->'after'->>'personId'))
      AND (${from ?? null}::text IS NULL OR at >= ${from === undefined ? null : startOfDay(from)}::timestamptz)
      AND (${to ?? null}::text IS NULL OR at < ${to === undefined ? null : startOfDay(addDays(to, 1))}::timestamptz)
    ORDER BY seq DESC LIMIT ${limit + 1}`;
  const named = await namer(db, rows.flatMap(personsIn));
  return pageOf(
    rows,
    limit,
    ({ seq }) => cursorOf(recordOrder, [String(seq)]),
    ({ seq, at, actor, body }) => {
      const about = 'change' in body ? body : null;
      return {
        seq,
        at: at.toISOString(),
        kind: body.kind,
        by: actor.kind === 'staff' ? named(actor.personId) : null,
        system: actor.kind === 'system' ? actor.part : null,
        change: about?.change ?? null,
        title: about && officeChanges[about.change].title,
        person: named(about?.person ?? null),
        body: body as unknown as JsonObject,
      };
    },
  );
}

function personsIn({ actor, body }: LineRow): (string | null)[] {
  return [actor.kind === 'staff' ? actor.personId : null, 'change' in body ? body.person : null];
}

const beyondAll = 2_147_483_647;

function seqBefore(cursor: string | null, order: string): number {
  if (cursor === null) return beyondAll;
  const [seq] = readCursor(cursor, order, 1) ?? invalid();
  return wholeNumber(seq);
}

async function namer(db: Database, ids: readonly (string | null)[]) {
  const names = await namesOf(
    db,
    ids.filter((id) => id !== null),
  );
  return (personId: string | null): NamedPerson | null =>
    personId === null ? null : { personId, name: names[personId] ?? '' };
}
