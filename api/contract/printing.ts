import { CharactersMissing } from '../../record/print/fonts';
import { ProblemError } from './problems';

/** A document with a character that is in no font, as a problem that names it; any other failure stays one. */
export function printingProblem(error: unknown): never {
  if (!(error instanceof CharactersMissing)) throw error;
  const characters = error.characters.map(
    (character) => `${character} U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}`,
  );
  throw new ProblemError('character-not-printable', { facts: { characters } });
}
