import type { Channel } from '../domain/office/channels';
import type { MovedCases } from '../record/messages/moved-cases';
import type { WebhookRules } from '../record/messages/webhooks';
import type { Standing } from '../record/operation/readiness';
import type { Database } from '../record/store/database';
import type { Desk } from '../record/desk/desk';
import type { Credentials } from '../record/vault/credentials';
import type { PasswordCost } from '../record/vault/passwords';
import type { Receipts } from '../record/vault/receipts';
import type { Signer } from '../record/vault/signer';
import type { Vault } from '../record/vault/vault';
import type { Print } from '../record/print/print';
import type { Papers } from '../record/papers/papers';
import type { SealingCodec } from '../record/vault/payload-codec';
import type { FastifyBaseLogger } from 'fastify';
import type { Registry } from 'prom-client';

/** All that the API works with. Made real in `server.ts`; tests make it from the same parts. */
export interface ApiDeps {
  readonly desk: Desk;
  readonly db: Database;
  readonly vault: Vault;
  readonly receipts: Receipts;
  /** What is kept of logins under keys that are not in the database. */
  readonly credentials: Credentials;
  /** Signs what the office hands out. */
  readonly signer: Signer;
  readonly papers: Papers;
  /** Tells of cases as they move, whichever process wrote them. */
  readonly moves: MovedCases;
  readonly print: Print;
  /** Opens what Temporal stores, for its UI. */
  readonly codec: SealingCodec;
  /** Keys the hashes of requests and the buckets of what comes in; 32 bytes, the same in every process. */
  readonly hashKey: Buffer;
  /** The office's time. */
  readonly clock: () => Date;
  /** Lets a request wait for so many milliseconds; without one the real time passes. */
  readonly pause?: (ms: number) => Promise<unknown>;
  /** How things stand with database, keys and Temporal. */
  readonly standing: () => Promise<Standing>;
  /** Where the console was built; null where none is served. */
  readonly consoleFolder: string | null;
  /** Lines of an allow-list logger; without one nothing is logged. */
  readonly logger?: FastifyBaseLogger;
  /** Where requests are counted; without one nothing is. */
  readonly metrics?: Registry;
  readonly settings: ApiSettings;
}

export interface ApiSettings {
  /** Where people reach the API, e.g. `https://anjie.example.gov.cn`: decides on cookies and on allowed origins. */
  readonly publicUrl: string;
  readonly temporalUiUrl: string;
  readonly temporalNamespace: string;
  /** Addresses and ranges of proxies whose forwarding headers are believed; never a count (it is ignored). */
  readonly trustProxy: readonly string[];
  readonly demo: boolean;
  readonly passwordCost: PasswordCost;
  /** Whether acts that weigh demand a second factor of everybody, or of those alone who have one. */
  readonly secondFactor: 'required' | 'offered';
  /** Requests a minute that one account or address may make; a coarse net, in memory. */
  readonly requestsPerMinute: number;
  /** How many tip-offs one address may hand in at once, before it is slowed down. */
  readonly tipOffsAtOnce: number;
  /** By which channels people can be told here. */
  readonly channels: readonly Channel[];
  /** Where webhooks may go; null: nowhere. */
  readonly webhooks: WebhookRules | null;
  /** Requests are turned away while the process itself lags behind by this much; 0: never. */
  readonly overloadedAfterMs: number;
}
