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
  /**
   * Whether `admit` needs the earlier cases of the type about the same enterprise. Openings about one enterprise then
   * wait for each other.
   */
  readonly looksBack: boolean;
  /** Judges whether the case may be opened, and answers the facts to add to those of the form. */
  readonly admit: (facts: JsonObject, standing: Standing) => Result<JsonObject, NoInfer<R>>;
  /** Codes that `admit` may refuse with. */
  readonly refusals: readonly R[];
}

/** Defines an opening; keeps the literal types of its refusal codes. */
export function opening<const R extends RefusalCode>(def: OpeningDef<R>): OpeningDef<R> {
  return def;
}

/** An earlier case of the same type about the same enterprise. */
export interface EarlierCase {
  readonly openedAt: Instant;
  readonly outcome: string | null;
  readonly input: JsonObject;
}

/** What `admit` knows beside the form. */
export interface Standing {
  readonly policy: Policy;
  readonly now: Instant;
  /** Empty where the opening does not look back. */
  readonly earlier: readonly EarlierCase[];
}

export const Enterprise = EnterpriseRef({ zh: '企业', en: 'Enterprise' });
