import fc from 'fast-check';
import { stepOfKey } from '../../../domain/case/step';
import { stepDef } from '../../../domain/cases/catalogue';
import type { FormField } from '../../../domain/case/form-fields';
import { workedOutFields } from '../../../domain/cases/worked-out';
import { play, sequences } from '../kit/sequences';

/* Whatever a step works out beside what was filled in is read under a title, at every depth. */

jest.setTimeout(120_000);

function fieldsBelow(field: FormField): readonly FormField[] {
  const inner = field.widget === 'list' ? field.item : field;
  return inner.widget === 'group' ? inner.fields : [];
}

/** Names without a title, of a value and of all that it holds. */
function untitled(name: string, value: unknown, fields: readonly FormField[]): string[] {
  const field = fields.find((each) => each.name === name);
  if (field === undefined) return [name];
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item: unknown) =>
    typeof item !== 'object' || item === null || 'zh' in item
      ? []
      : Object.entries(item).flatMap(([key, inner]) =>
          untitled(key, inner, fieldsBelow(field)).map((path) => `${name}.${path}`),
        ),
  );
}

test('what steps work out has titles', async () => {
  const fields = workedOutFields();
  const met = new Set<string>();
  const missing = new Set<string>();
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const office = await play(sequence);
      for (const { body } of office.caseIds.flatMap((caseId) => office.events(caseId))) {
        if (body.kind !== 'decided') continue;
        const step = stepOfKey(body.key);
        const form = stepDef(step).verdicts[body.verdict]?.form.properties ?? {};
        for (const [name, value] of Object.entries(body.facts)) {
          if (name in form) continue;
          met.add(name);
          for (const path of untitled(name, value, fields)) missing.add(`${step}: ${path}`);
        }
      }
    }),
    // Always the same sequences: a name that is met once in a thousand is no matter of luck.
    { numRuns: 200, seed: 20261201 },
  );
  expect([...missing]).toEqual([]);
  expect(met.size).toBeGreaterThan(30);
});
