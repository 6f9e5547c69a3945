import type { JsonObject } from '../json';
import type { Role } from '../role';
import type { Instant } from '../time/calendar';
import type { Change } from './office-change';
import type { OfficeChangeKind } from './catalogue';
import type { AccountStanding } from './account-standing';

/** Who wrote a line: a person through an account, or the system by itself. */
export type OfficeEventActor =
  | { readonly kind: 'staff'; readonly personId: string; readonly accountId: string }
  | { readonly kind: 'system'; readonly part: 'installation' | 'demonstration' | 'upgrade' };

/** What a line is about. */
interface About extends Pick<Change, 'subject' | 'person'> {
  readonly change: OfficeChangeKind;
}

/**
 * What the office record says. Names of persons that forms give and reasons stand in it in plain: it is about the
 * office's own people, and read by auditors and administrators alone. It never holds a password.
 */
export type OfficeEventBody =
  /** In force at once: nobody else had to agree. */
  | ({ readonly kind: 'changed'; readonly reason?: string } & About & Pick<Change, 'before' | 'after'>)
  | ({
      readonly kind: 'proposed';
      readonly proposal: string;
      /** What is asked for, as far as it may be kept. */
      readonly form: JsonObject;
      readonly before: JsonObject | null;
      readonly reason: string | null;
      readonly seconds: readonly Role[];
      /** For whom the proposer stood in on that day. */
      readonly binds: readonly string[];
    } & About)
  | ({ readonly kind: 'put-in-force'; readonly proposal: string } & About & Pick<Change, 'before' | 'after'>)
  | ({ readonly kind: 'refused'; readonly proposal: string; readonly reason: string } & About)
  | ({ readonly kind: 'taken-back'; readonly proposal: string } & About)
  /** The first line of an installation that began with a command. */
  | { readonly kind: 'installed'; readonly zone: string; readonly unit: string }
  /** What stood in the tables before there was an office record. */
  | { readonly kind: 'taken-over'; readonly accounts: readonly AccountStanding[] };

export interface OfficeEvent {
  /** 1, 2, 3 … of the whole installation. */
  readonly seq: number;
  readonly at: Instant;
  readonly actor: OfficeEventActor;
  readonly body: OfficeEventBody;
}
