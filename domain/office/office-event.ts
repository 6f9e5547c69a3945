import type { JsonObject } from '../json';
import type { Role } from '../role';
import type { Instant } from '../time/calendar';
import type { Change } from './office-change';
import type { OfficeChangeKind } from './catalogue';
import type { RuleRevision } from './rule-revision';
import type { AccountStanding } from './account-standing';

type SystemPart = 'installation' | 'reference' | 'demonstration' | 'upgrade' | 'restore';

/** Who wrote a line: a person through an account, or the system by itself. */
export type OfficeEventActor =
  | { readonly kind: 'staff'; readonly personId: string; readonly accountId: string }
  | { readonly kind: 'system'; readonly part: SystemPart };

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
  | ({
      readonly kind: 'changed';
      readonly reason?: string;
      /** The line of the change that brought it with it. */
      readonly cause?: number;
    } & About &
      Pick<Change, 'before' | 'after'>)
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
  /** Who asked for it may ask for it no more: through this account, by this change. Nobody puts it in force. */
  | ({ readonly kind: 'lapsed'; readonly proposal: string; readonly cause: number } & About)
  /** The first line of an installation that began with a command. */
  | { readonly kind: 'installed'; readonly zone: string; readonly unit: string }
  /**
   * Which passwords open accounts from here on, by keyed digests of their hashes: they open nothing, and nobody without
   * the office's key can make one.
   */
  | {
      readonly kind: 'password-set';
      readonly person: string | null;
      /** By the id of the account. */
      readonly marks: { readonly [accountId: string]: string };
      /** The line of the change that brought it with it. */
      readonly cause?: number;
    }
  /** Which second factor an account has from here on, by a keyed digest of its sealed secret. */
  | {
      readonly kind: 'second-factor-set';
      readonly person: string;
      readonly account: string;
      readonly mark: string;
    }
  /** A revision of law or calendar, by the digest of all that it says. */
  | ({
      readonly kind: 'rules-published';
      /** The line of the change that brought it with it. */
      readonly cause?: number;
    } & RuleRevision)
  /**
   * The office goes on from a backup. What had been recorded after it is lost: of how many records the end is known to
   * be missing, where signed heads outlived the loss.
   */
  | {
      readonly kind: 'restored';
      readonly backup: string;
      readonly madeAt: Instant;
      readonly recordsCutOff: number;
    }
  /** What stood in the tables before there was an office record. */
  | { readonly kind: 'taken-over'; readonly accounts: readonly AccountStanding[] };

export interface OfficeEvent {
  /** 1, 2, 3 … of the whole installation. */
  readonly seq: number;
  readonly at: Instant;
  readonly actor: OfficeEventActor;
  readonly body: OfficeEventBody;
}
