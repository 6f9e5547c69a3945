import type { FormField } from '../../../domain/case/form-fields';
import type { Role, Title } from '../../../domain/role';

/* What `GET /api/definitions` answers: the words and forms from which the whole console is drawn. */

export interface Verdict {
  readonly verdict: string;
  readonly title: Title;
  readonly fields: readonly FormField[];
}

export interface Definitions {
  readonly roles: Readonly<Record<string, Title>>;
  readonly caseTypes: Readonly<
    Record<
      string,
      {
        readonly title: Title;
        readonly address: string;
        readonly stages: Readonly<Record<string, Title>>;
        readonly outcomes: Readonly<Record<string, Title>>;
      }
    >
  >;
  readonly steps: readonly {
    readonly id: string;
    readonly caseType: string;
    readonly stage: string;
    readonly title: Title;
    readonly role: Role;
    readonly address: string;
    readonly verdicts: readonly Verdict[];
  }[];
  readonly acts: readonly {
    readonly act: string;
    readonly title: Title;
    readonly by: Title;
    readonly address: string;
    readonly fields: readonly FormField[];
  }[];
  readonly openings: readonly {
    readonly caseType: string;
    readonly title: Title;
    readonly roles: readonly Role[];
    readonly address: string;
    readonly fields: readonly FormField[];
  }[];
  readonly words: Readonly<Record<string, Readonly<Record<string, Title>>>>;
}

/** A word of the system as people read it; the word itself where it has no title. */
export function wordOf({ words }: Definitions, table: string, word: string): Title {
  return words[table]?.[word] ?? { zh: word, en: word };
}

/** A stage or an outcome of a case of that type. */
export function caseWord(
  { caseTypes }: Definitions,
  caseType: string,
  table: 'stages' | 'outcomes',
  word: string,
): Title {
  return caseTypes[caseType]?.[table][word] ?? { zh: word, en: word };
}
