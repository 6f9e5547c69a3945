import type { Definitions, StepDefinition } from '../../../api/contract/schemas/definition-schemas';
import type { FormField } from '../../../domain/case/form-fields';
import type { Title } from '../../../domain/role';

/* What `GET /api/definitions` answers: the words and forms from which the whole console is drawn. */

export type { Definitions };
export type Verdict = StepDefinition['verdicts'][number];

/** A word of the system as people read it; the word itself where it has no title. */
export function wordOf({ words }: Definitions, table: keyof Definitions['words'], word: string): Title {
  return of<Title>(words[table], word) ?? bare(word);
}

/** A type of case as people call it. Readings name types, roles and words of releases to come: those stand bare. */
export function typeTitle({ caseTypes }: Definitions, caseType: string): Title {
  return of(caseTypes, caseType)?.title ?? bare(caseType);
}

/** The fields under whose titles the beginning of a case is read. */
export function inputFields({ caseTypes }: Definitions, caseType: string): readonly FormField[] {
  return of(caseTypes, caseType)?.input ?? [];
}

/** An office that people hold. */
export function roleTitle({ roles }: Definitions, role: string): Title {
  return of(roles, role) ?? bare(role);
}

/** A stage or an outcome of a case of that type. */
export function caseWord(
  { caseTypes }: Definitions,
  caseType: string,
  table: 'stages' | 'outcomes',
  word: string,
): Title {
  return of(caseTypes, caseType)?.[table][word] ?? bare(word);
}

function of<Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined {
  return table[word];
}

function bare(word: string): Title {
  return { zh: word, en: word };
}
