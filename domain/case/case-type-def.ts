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
  /** Whose work such a case mostly is while its parent waits for it; its own ledger tells exactly. */
  readonly party: Party;
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
  /** Whether a reporter waits for what is found, and reads in plain words how it stands. */
  readonly hasReporter?: true;
  /** Whether its file, with all that was born in it, is handed out as a signed bundle. */
  readonly bundled?: true;
  /** Roles whose every unit works on the one file, beside those that serve the whole zone. */
  readonly sharedBy: readonly Role[];
  /** Fields of its input that an enterprise is never told. */
  readonly keptInside: readonly string[];
  /**
   * Whether an enterprise is kept from the case in which it was born, and from everything that says that there is one:
   * an order that told where it began would betray a tip, and so would one that alone told nothing.
   */
  readonly hidesOrigin?: true;
  /** Whether it is about no enterprise, whatever its parent is about: who pays must not learn whom a tip named. */
  readonly namesNoEnterprise?: true;
  /**
   * Whether a reporter writes in it. When and in which order they did is then told to the day, and what they wrote is
   * for those whose step needs it, not for everybody of the unit (举报人保密: 安监总财〔2018〕19号 art. 15).
   */
  readonly fromReporter?: true;
  /** To whom it is given, beside those who may decide a step that shows the reporter's words. */
  readonly givenTo?: (view: CaseView) => readonly string[];
  /** The modules that its time falls into, in order. */
  readonly modules?: readonly Module[];
  /** What keeps it from being taken back, beside what the kit knows of child cases and money. */
  readonly mayEnd?: (view: CaseView) => Result<null>;
  /** What outlives it where it is withdrawn with its parent: the case that takes its place begins with it. */
  readonly carriesOver?: (view: CaseView) => JsonObject;
  /** A matter that its list has, for an act on the matter before it has a case of its own; null where it has none. */
  readonly listedMatter?: (view: CaseView, matter: string) => ListedMatter | null;
}

/** A stretch of a case's time that is reckoned by itself. */
export interface Module {
  readonly name: string;
  /** The step whose decision ends it; null: the end of the case does. */
  readonly endsWith: AnyStep | null;
}

/** How a case begins: by a form that staff fill in, out of another case, or through a door of its own. */
export type Beginning =
  | ({ readonly by: 'form' } & OpeningDef)
  | { readonly by: 'parent' }
  | { readonly by: 'door'; readonly door: Door };

/** Doors of their own: a reporter or a clerk hands something in, an editor publishes something. */
export type Door = 'intake' | 'publication';

/**
 * How deep somebody looks into a case, from the shallowest:
 * `bare`: states, dates, amounts, no text. `issued`: what the bureau addresses to the enterprise.
 * `decisions`: the texts of decisions and notes too. `words`: what the reporter wrote as well; that no office gives,
 * only a case that one has to decide on (see `domain/moves/reporters-filing.ts`).
 */
export const depths = ['bare', 'issued', 'decisions', 'words'] as const;
export type Depth = (typeof depths)[number];

/** Which cases of a type: those of the reader's unit, of the whole zone, or about the reader's enterprise. */
export type Reach = 'unit' | 'zone' | 'enterprise';

export interface Reader {
  readonly reach: Reach;
  readonly depth: Exclude<Depth, 'words'>;
}

export type Readers = { readonly [R in Role]?: Reader };

export interface ListedMatter {
  /** The department that decides it. */
  readonly unit: string;
  /** Whether it has a case already. */
  readonly begun: boolean;
}

/** Taken back by the office or the reporter, or ended with the case that it was born in: may happen to any case. */
export const withdrawn: Title = { zh: '撤回', en: 'Withdrawn' };

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
