import AjvCompiler from '@fastify/ajv-compiler';
import type { BuildCompilerFromPool } from '@fastify/ajv-compiler';
import { openings, steps } from '../../domain/cases/catalogue';
import { isPlainDate, isPointInTime } from '../../domain/time/calendar';
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

const build = AjvCompiler();
type AnyValidateFunction = ReturnType<ReturnType<BuildCompilerFromPool>>;

/**
 * Compiles what a route takes when its first request comes: some hundreds of routes at once take seconds of every
 * start, and an hour meets few of them. A description that cannot be compiled fails every request to its route.
 */
export const buildValidator: BuildCompilerFromPool = (schemas, options) => {
  const compile = build(schemas, options);
  return (route) => {
    let compiled: AnyValidateFunction | undefined;
    const validate = Object.assign(
      (data: unknown) => {
        compiled ??= compile(route);
        const sound = compiled(data);
        validate.errors = compiled.errors ?? null;
        return sound;
      },
      { errors: null as AnyValidateFunction['errors'] },
    );
    return validate as AnyValidateFunction;
  };
};

/** The standard's formats for time, narrowed to what the office can count; set after those that the plugin brings. */
export function countableTimes(validator: {
  addFormat(name: string, takes: (text: string) => boolean): unknown;
}): void {
  validator.addFormat('date', isPlainDate);
  validator.addFormat('date-time', isPointInTime);
}

/** Keywords of our own (`x-sealed`, `x-person` …), which the validator must know to pass over. */
function ownKeywords(): string[] {
  const found = new Set([shapeName, 'x-title', 'x-enum-titles', 'x-description', 'x-staff']);
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
