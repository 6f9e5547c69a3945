import type { Static, TObject } from 'typebox';
import type { JsonObject } from '../json';
import type { Role, StaffActor, Title } from '../role';
import type { PlainDate } from '../time/calendar';
import type { OfficeRefusalCode, OfficeResult } from './office-refusal';

/*
 * A change of the office is one value per kind, as a step of a case is: its form, who may ask for it, who must put
 * it in force, and what is judged. Route, description, proposal, record and matrix of who-may-what follow from it.
 */

/** What is asked for, with what the database knows about it. */
export interface Requested<Kept, Facts> {
  readonly form: Kept;
  readonly facts: Facts;
  /** Shanghai date. */
  readonly today: PlainDate;
}

export interface Asking<Kept, Facts> extends Requested<Kept, Facts> {
  readonly actor: StaffActor;
}

/** What becomes of the office by a change that is permitted. */
export interface Change {
  /** What changes, as `account/<id>`: the record is searched by it. */
  readonly subject: string;
  /** The natural person whom it is about: never the one who puts it in force. */
  readonly person: string | null;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

/** Who must put a change in force: another natural person than asks, and than it is about. */
export interface Second<Kept, Facts> {
  readonly roles: readonly Role[];
  /** Where that depends on the matter; without it every such change waits for them. */
  readonly where?: { readonly title: Title; holds(requested: Requested<Kept, Facts>): boolean };
}

export interface OfficeChangeDef<F extends TObject = TObject, Facts = unknown, Kept = unknown> {
  readonly title: Title;
  readonly form: F;
  /** Who may ask; `staff`: everybody who is signed in, as far as {@link mayAsk} says. */
  readonly by: readonly Role[] | 'staff';
  readonly second: Second<Kept, Facts> | null;
  /** What it may be refused with beside what the kit refuses (see `catalogue.ts`). */
  readonly refusals: readonly OfficeRefusalCode[];
  /** Judged where it is asked for, and only there. */
  mayAsk?(asking: Asking<Kept, Facts>): OfficeResult<null>;
  /** Judged where it is asked for, and again where it is put in force. */
  judge(requested: Requested<Kept, Facts>): OfficeResult<Change>;
}

/**
 * A kind of change, typed by its form. `Facts` is what `record/office/changes/` reads for it; `Kept` is what of the form
 * may be kept, where that is not all of it.
 */
export function officeChange<Facts>() {
  return <F extends TObject, Kept = Static<F>>(
    def: OfficeChangeDef<F, Facts, Kept>,
  ): OfficeChangeDef<F, Facts, Kept> => def;
}

/** Whether a change waits for a second person, and of which offices. */
export function waitsFor<Kept, Facts>(
  { second }: Pick<OfficeChangeDef<TObject, Facts, Kept>, 'second'>,
  requested: Requested<Kept, Facts>,
): readonly Role[] | null {
  if (second === null) return null;
  return second.where === undefined || second.where.holds(requested) ? second.roles : null;
}
