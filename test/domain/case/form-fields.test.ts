import { Type } from 'typebox';
import { actDefs } from '../../../api/contract/schemas/act-schemas';
import { Count, Fen, Flag, Form, ListOf, Text } from '../../../domain/case/form';
import { fieldsOf, type FormField, type Widget } from '../../../domain/case/form-fields';
import { openings, steps } from '../../../domain/cases/catalogue';

const forms = [
  ...[...steps.values()].flatMap(({ id, verdicts }) =>
    Object.entries(verdicts).map(([verdict, { form }]) => [`${id} ${verdict}`, form] as const),
  ),
  ...openings.map(({ caseType, form }) => [`opening of ${caseType}`, form] as const),
  ...Object.entries(actDefs).map(([act, { form }]) => [`act ${act}`, form] as const),
];

test.each(forms)('%s is drawn whole, each field with a title in both languages', (_, form) => {
  const fields = every(fieldsOf(form));
  expect(fields.length).toBeGreaterThanOrEqual(Object.keys(form.properties).length);
  for (const { title } of fields) {
    expect(title.zh).toMatch(/\p{sc=Han}/u);
    expect(title.en).not.toMatch(/\p{sc=Han}/u);
  }
});

test('money, numbers, lists and what may be none are told apart', () => {
  const title = { zh: '某', en: 'Some' };
  const form = Form({
    fen: Fen(title),
    days: Count(title, { minimum: 1, maximum: 9 }),
    list: ListOf(title, Form({ text: Text(title, { goesTo: 'enterprise' }) }), { minItems: 1 }),
    none: { ...Type.Union([Type.Null(), Form({ flag: Flag(title) })]), 'x-title': title },
  });
  expect(fieldsOf(form)).toMatchObject([
    { name: 'fen', widget: 'money' },
    { name: 'days', widget: 'number', minimum: 1, maximum: 9 },
    {
      ...{ name: 'list', widget: 'list', minItems: 1, maxItems: null },
      item: { widget: 'group', fields: [{ name: 'text', widget: 'text', goesTo: 'enterprise' }] },
    },
    { name: 'none', widget: 'group', mayBeNone: true, fields: [{ name: 'flag', widget: 'flag' }] },
  ]);
});

test('a form with a field that nothing can draw is not drawn by halves', () => {
  expect(() => fieldsOf(Form({ ratio: Type.Number({ 'x-title': { zh: '比', en: 'Ratio' } }) }))).toThrow(
    'ratio',
  );
  expect(() => fieldsOf(Form({ bare: Type.String() }))).toThrow('no title');
});

function every(fields: readonly FormField[]): FormField[] {
  return fields.flatMap((field) => [field, ...below(field)]);
}

function below(widget: Widget): FormField[] {
  if (widget.widget === 'group') return every(widget.fields);
  return widget.widget === 'list' ? below(widget.item) : [];
}
