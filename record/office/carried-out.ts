import type { JsonObject } from '../../domain/json';
import type { FactsOf, KeptOf, OfficeChangeKind } from '../../domain/office/catalogue';
import type { Change } from '../../domain/office/office-change';
import type { OfficeEventBody } from '../../domain/office/office-event';
import type { ModelTransaction } from '../store/idempotency';
import type { Credentials } from '../vault/credentials';
import type { PasswordCost } from '../vault/passwords';
import type { Receipts } from '../vault/receipts';
import type { Signer } from '../vault/signer';

/** What changes of the office are carried out with. */
export interface ChangeParts {
  readonly receipts: Receipts;
  readonly signer: Pick<Signer, 'hasSealedLine' | 'markPassword'>;
  readonly credentials: Credentials;
  readonly passwordCost: PasswordCost;
  /** The office's time. */
  readonly now: Date;
}

/** A change that was judged and is being put in force. */
export interface Entered<Kept, Facts> {
  readonly form: Kept;
  readonly facts: Facts;
  readonly change: Change;
}

/** A change of the office that another one brings with it: it has a line of its own, which says of what it is. */
export type FollowingChange = Change & { readonly change: OfficeChangeKind };

/** What the record says of the tables beside a change, so that nobody changes them by hand unnoticed. */
export type StatedLine = Extract<OfficeEventBody, { readonly kind: 'password-set' | 'rules-published' }>;

export interface Applied {
  /** What whoever asked is told of it, also when the request comes again. */
  readonly answer: JsonObject;
  /** Shown once, and kept nowhere. */
  readonly oneTimePassword?: string;
  readonly follows?: readonly FollowingChange[];
  readonly states?: readonly StatedLine[];
}

/** What a kind of change reads of the tables and does to them. */
export interface CarriedOut<Kept, Facts> {
  /** What of the form may be kept; without it all of it. */
  keep?(form: JsonObject, parts: ChangeParts): Kept;
  facts(tx: ModelTransaction, form: Kept, parts: ChangeParts): Promise<Facts>;
  apply(tx: ModelTransaction, entered: Entered<Kept, Facts>, parts: ChangeParts): Promise<Applied>;
  /** What processes have read that no longer holds: names by which tips are matched, or law and calendar. */
  readonly changes?: 'names' | 'rules';
}

export type CarriedOutKind<K extends OfficeChangeKind> = CarriedOut<KeptOf<K>, FactsOf<K>>;
