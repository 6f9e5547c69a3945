import type { TObject } from 'typebox';
import type { CaseType } from './case-type';
import type { CaseView } from './case-view';
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
  /** Who may open it too: the office where a firm is to, or the other way round. */
  readonly alsoBy?: readonly Role[];
  /** Set where somebody of the firm may open it without an account too, and comes back by a receipt code. */
  readonly byReporter?: ReporterOpening;
  /** Facts of the form become the case's input, its texts are sealed. A field `enterpriseId` says whom the case is about. */
  readonly form: TObject;
  /**
   * Whether `admit` needs the earlier cases of the type about the same enterprise. Openings about one enterprise then
   * wait for each other.
   */
  readonly looksBack: boolean;
  /**
   * The case that `admit` reads beside the form: the one that a field of the form names, as a team its contest; without
   * `namedBy` the open one about the same enterprise, as the fund by whose terms is awarded.
   */
  readonly looksAt?: { readonly caseType: CaseType; readonly namedBy?: string };
  /** Judges whether the case may be opened, and answers the facts to add to those of the form. */
  readonly admit: (facts: JsonObject, standing: Standing) => Result<JsonObject, NoInfer<R>>;
  /** Codes that `admit` may refuse with. */
  readonly refusals: readonly R[];
}

/**
 * How a reporter opens a case about their own firm through the public door. Texts of the form are sealed as the reporter's
 * own words; the case's input says `byReporter`, and nothing of who it was.
 */
interface ReporterOpening {
  readonly title: Title;
  /** What whoever hands in has to know: who reads it, and what the code is for. */
  readonly about: Title;
  readonly form: TObject;
}

/** Whether a reporter has opened a case through the public door. */
export function isByReporter(input: JsonObject): boolean {
  return input['byReporter'] === true;
}

/** Defines an opening; keeps the literal types of its refusal codes. */
export function opening<const R extends RefusalCode>(def: OpeningDef<R>): OpeningDef<R> {
  return def;
}

/** Every role that may open a case so. */
export function openersOf({ role, alsoBy = [] }: Pick<OpeningDef, 'role' | 'alsoBy'>): readonly Role[] {
  return [role, ...alsoBy];
}

/** An earlier case of the same type about the same enterprise. */
export interface EarlierCase {
  readonly openedAt: Instant;
  readonly outcome: string | null;
  readonly input: JsonObject;
}

/** What the office knows of a firm's trade and size. */
export interface FirmProfile {
  readonly sector: string;
  readonly aboveScale: boolean;
  readonly staffCount: number;
  readonly frontLineCount: number;
}

/** What `admit` knows beside the form. */
export interface Standing {
  readonly policy: Policy;
  readonly now: Instant;
  /** Empty where the opening does not look back. */
  readonly earlier: readonly EarlierCase[];
  /** Of the firm that the case is about; null where nobody has entered it. */
  readonly profile: FirmProfile | null;
  /** Whether the firm itself opens the case. */
  readonly byFirm: boolean;
  /** The case that the opening looks at, of the same zone; null where it looks at none, or there is none. */
  readonly beside: CaseView | null;
}

export const Enterprise = EnterpriseRef({ zh: '企业', en: 'Enterprise' });
