import type { JsonObject } from '../json';
import type { Party } from '../party';
import type { Result } from '../refusal';
import type { Role, Title } from '../role';
import type { CaseView } from './case-view';
import type { OpeningDef } from './opening';
import type { AnyStep } from './step';

/** Everything that a type of case is, in one value. Each layer reads from it what it needs, by the name of the type. */
export interface CaseTypeDef {
  readonly title: Title;
  /** What its numbers begin with. */
  readonly prefix: string;
  /** Its workflow's name in Temporal. */
  readonly workflow: string;
  /** Its collection in addresses of the API. */
  readonly address: string;
  /** The party to which the parent's ledger charges the wait for such a child case; the child's own ledger is exact. */
  readonly party: Party;
  /** Whether nothing of it is ever taken over from an old register: where money moves, every hand is of this record. */
  readonly onlyHere?: true;
  /** In the order of the procedure. */
  readonly steps: readonly AnyStep[];
  /** What its stages are called: those that its steps name. */
  readonly stages: { readonly [stage: string]: Title };
  /** How it may end, and what that is called; `withdrawn` is the kit's own and common to all. */
  readonly outcomes: { readonly [outcome: string]: Title };
  readonly begins: Beginning;
  /** Who reads it, from where, and how deep. Who is not named here reads nothing of it. */
  readonly readers: Readers;
  /** Whether withdrawing it ends its open child cases too; without that they stand in the way. */
  readonly cascades: boolean;
  /** Whether the enterprise of the case has applied for something, and is told in writing when its time stands still. */
  readonly hasApplicant: boolean;
  /** Whether a reporter waits for its result and can read its state in plain words. */
  readonly hasReporter?: true;
  /** Whether its file, with those of its child cases, can be exported as a signed bundle. */
  readonly bundled?: true;
  /** Roles that work on the file from any unit, beside the zone-wide ones. */
  readonly sharedBy: readonly Role[];
  /** Fields of its input that are never shown to an enterprise. */
  readonly keptInside: readonly string[];
  /**
   * Whether the parent case, and that there is one, is hidden from the enterprise. An order that named its origin would
   * betray a tip; so would an order that is the only one to name none.
   */
  readonly hidesOrigin?: true;
  /** Whether it names no enterprise even where its parent does: the payer must not learn which firm a tip named. */
  readonly namesNoEnterprise?: true;
  /**
   * Whether a reporter writes in it. The times of their acts are then shown to the day only, and their words to those
   * whose step needs them, not to the whole unit (举报人保密: 安监总财〔2018〕19号 art. 15).
   */
  readonly fromReporter?: true;
  /**
   * Persons who handle the case and may read the reporter's words, beside those who may decide a step that shows them.
   */
  readonly givenTo?: (view: CaseView) => readonly string[];
  /** The persons whom the reach `named` lets in, as the case stands: asked in it, and not out of it again. */
  readonly named?: (view: CaseView) => readonly string[];
  /** The modules into which its time is divided, in order. */
  readonly modules?: readonly Module[];
  /** A further check before it may be withdrawn. Child cases and money are checked for every type. */
  readonly mayEnd?: (view: CaseView) => Result<null>;
  /** Facts that survive when it is withdrawn with its parent; the case that replaces it gets them in its input. */
  readonly carriesOver?: (view: CaseView) => JsonObject;
  /** The matters of the case's list, for early interventions before a matter has a case of its own. */
  readonly listedMatters?: (view: CaseView) => readonly ListedMatter[];
}

/** A stretch of a case's time that is reckoned by itself. */
export interface Module {
  readonly name: string;
  /** The step whose decision ends it; null: the end of the case does. */
  readonly endsWith: AnyStep | null;
}

/**
 * How a case begins: by a form that somebody with an office fills in (`orByParent`: also out of another case), only out
 * of another case, or through a door of its own.
 */
export type Beginning =
  | ({ readonly by: 'form'; readonly orByParent?: true } & OpeningDef)
  | { readonly by: 'parent' }
  | { readonly by: 'door'; readonly door: Door };

/** Doors of their own: a reporter or a clerk hands something in, an editor publishes something. */
export type Door = 'intake' | 'publication';

/**
 * How deep somebody looks into a case, from the shallowest:
 * `bare`: states, dates, amounts, no text. `issued`: what the bureau addresses to the enterprise.
 * `decisions`: the texts of decisions and notes too. `words`: what the reporter wrote as well; no role grants this
 * depth, only a case that the person has to decide on (see `domain/moves/reporters-filing.ts`).
 */
export const depths = ['bare', 'issued', 'decisions', 'words'] as const;
export type Depth = (typeof depths)[number];

/**
 * Which cases of a type: those of the reader's unit, of the whole zone, about the reader's enterprise, or that name the
 * reader in person.
 */
export type Reach = 'unit' | 'zone' | 'enterprise' | 'named';

export interface Reader {
  readonly reach: Reach;
  readonly depth: Exclude<Depth, 'words'>;
}

export type Readers = { readonly [R in Role]?: Reader };

export interface ListedMatter {
  readonly matter: string;
  /** The department that decides it. */
  readonly unit: string;
  /** Whether it has a case already. */
  readonly begun: boolean;
}

/**
 * The outcome of a case that the office or the reporter has withdrawn, or that was withdrawn with its parent. Every
 * type has it.
 */
export const withdrawn: Title = { zh: '撤回', en: 'Withdrawn' };

/**
 * The stages of a case whatever its type: it has ended, or no step is open. While it waits for a child case, the stage
 * is the type of that.
 */
export const commonStages = {
  closed: { zh: '已办结', en: 'Closed' },
  waiting: { zh: '等待中', en: 'Waiting' },
} as const satisfies Record<string, Title>;

/** The outcomes of a case type in fixed words, for the procedure that carries it. */
export function outcomesOf<const Outcome extends string>(def: {
  readonly outcomes: Readonly<Record<Outcome, Title>>;
}): Outcome[] {
  return Object.keys(def.outcomes) as Outcome[];
}

/** Keeps the literal types of a case type's value. */
export function caseType<const Def extends CaseTypeDef>(def: Def): Def {
  return def;
}
