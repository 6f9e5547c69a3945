import type { TObject } from 'typebox';
import { EnterpriseRef } from './form';
import type { JsonObject } from '../json';
import type { Policy } from '../law/policy';
import type { RefusalCode, Result } from '../refusal';
import type { Role, Title } from '../role';
import type { Instant } from '../time/calendar';

/**
 * How a case of a type is opened by staff, defined once: its route and OpenAPI entry are derived from this.
 * (A tip-off has doors of its own: it comes with an identity and leaves with a receipt.)
 */
export interface OpeningDef<R extends RefusalCode = RefusalCode> {
  readonly title: Title;
  readonly role: Role;
  /** Facts of the form become the case's input, its texts are sealed. A field `enterpriseId` says whom the case is about. */
  readonly form: TObject;
  /** Whether earlier cases of the type about the same enterprise bear on it: then openings about one come one by one. */
  readonly looksBack: boolean;
  /** Whether it may be opened, and with what facts beside those of the form. */
  readonly admit: (facts: JsonObject, standing: Standing) => Result<JsonObject, NoInfer<R>>;
  /** Codes that `admit` may refuse with. */
  readonly refusals: readonly R[];
}

export function opening<const R extends RefusalCode>(def: OpeningDef<R>): OpeningDef<R> {
  return def;
}

/** An earlier case of the same type about the same enterprise. */
export interface EarlierCase {
  readonly openedAt: Instant;
  readonly outcome: string | null;
  readonly input: JsonObject;
}

/** What an opening is judged by, beside its form. */
export interface Standing {
  readonly policy: Policy;
  readonly now: Instant;
  /** Empty where the opening does not look back. */
  readonly earlier: readonly EarlierCase[];
}

export const Enterprise = EnterpriseRef({ zh: '企业', en: 'Enterprise' });
