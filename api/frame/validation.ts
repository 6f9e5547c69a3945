import { openings, steps } from '../../domain/cases/catalogue';
import { writtenFormats } from '../../domain/text/formats';
import { decisionSchema } from '../../domain/case/step';
import { shapeName } from '../contract/shapes';

/** How requests are validated: nothing is coerced, cut or filled in. */
export function validationOptions() {
  return {
    // Making the generated code smaller takes seconds at the start, and saves a tenth of a microsecond a request.
    code: { optimize: false },
    coerceTypes: false,
    removeAdditional: false,
    useDefaults: false,
    discriminator: true,
    // Every field that is wrong is named at once; bodies are small and lists bounded.
    allErrors: true,
    // Errors bring the value, so that a text is refused with the character that is not taken.
    verbose: true,
    formats: writtenFormats,
    keywords: ownKeywords(),
  } as const;
}

/** Keywords of our own (`x-sealed`, `x-person` …), which the validator must know to pass over. */
function ownKeywords(): string[] {
  const found = new Set([shapeName, 'x-title', 'x-enum-titles', 'x-description']);
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key.startsWith('x-')) found.add(key);
      look(value);
    }
  };
  for (const def of steps.values()) look(decisionSchema(def));
  for (const { form } of openings) look(form);
  return [...found];
}
