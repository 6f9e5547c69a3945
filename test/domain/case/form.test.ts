import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { steps } from '../../../domain/cases/catalogue';
import {
  Fen,
  Form,
  noFields,
  OneOf,
  PersonRef,
  personsNamed,
  publicTexts,
  PublicText,
  splitForm,
  Text,
} from '../../../domain/case/form';

const [p1, p2, p3] = ['1', '2', '3'].map((count) => `aaaaaaaa-0000-4000-8000-00000000000${count}`);
const both = (word: string) => ({ zh: word, en: word });
const schema = Form({
  grade: OneOf(both('等级'), { general: both('一般'), major: both('重大') }),
  reason: Text(both('理由'), { maxLength: 5 }),
  lead: PersonRef('inspector', both('主办')),
  items: Type.Array(
    Form({ item: Type.String(), finding: Text(both('问题')), by: PersonRef('intake-clerk', both('记录')) }),
  ),
});
const form = {
  grade: 'major',
  reason: '漏电',
  lead: p1,
  items: [
    { item: 'h1', finding: '电线裸露', by: p2 },
    { item: 'h2', finding: '通道堵塞', by: p3 },
  ],
};

describe('splitForm', () => {
  it('keeps facts, and takes every text out to its own pointer, inside lists too', () => {
    expect(splitForm(schema, form)).toEqual({
      facts: {
        grade: 'major',
        lead: p1,
        items: [
          { item: 'h1', by: p2 },
          { item: 'h2', by: p3 },
        ],
      },
      texts: { '/reason': '漏电', '/items/0/finding': '电线裸露', '/items/1/finding': '通道堵塞' },
    });
  });

  it('leaves no free text in the facts of any step of the catalogue', () => {
    for (const def of steps.values()) {
      for (const { form: fields } of Object.values(def.verdicts)) {
        const { facts } = splitForm(fields, everyText(fields));
        expect(JSON.stringify(facts)).not.toContain(secret);
      }
    }
  });

  it('seals a public text like any other, and says which of them are to be made public', () => {
    const notice = Form({ explanation: PublicText(both('说明')), remark: Text(both('备注')) });
    const { facts, texts } = splitForm(notice, { explanation: '评审延误', remark: '内部' });
    expect(facts).toEqual({});
    expect(texts).toEqual({ '/explanation': '评审延误', '/remark': '内部' });
    expect(publicTexts(notice, texts)).toEqual({ '/explanation': '评审延误' });
    expect(publicTexts(schema, splitForm(schema, form).texts)).toEqual({});
  });

  it('gives no texts where a form has none', () => {
    expect(splitForm(noFields, {})).toEqual({ facts: {}, texts: {} });
  });

  it('leaves out optional fields that were not filled in, instead of inventing them', () => {
    const optional = Form({ a: Type.Optional(Type.Integer()), b: Type.Optional(Text(both('b'))) });
    expect(splitForm(optional, {})).toEqual({ facts: {}, texts: {} });
  });

  it('keeps zero, false and null: they are answers', () => {
    const answers = Form({ a: Type.Integer(), b: Type.Boolean(), c: Type.Null() });
    expect(splitForm(answers, { a: 0, b: false, c: null }).facts).toEqual({ a: 0, b: false, c: null });
  });
});

describe('personsNamed', () => {
  it('finds every person with the role that they must hold, inside lists too', () => {
    expect(personsNamed(schema, form)).toEqual([
      { personId: p1, role: 'inspector' },
      { personId: p2, role: 'intake-clerk' },
      { personId: p3, role: 'intake-clerk' },
    ]);
  });

  it('finds nobody in a form that names nobody', () => {
    expect(personsNamed(Form({ reason: Text(both('理由')) }), { reason: p1 })).toEqual([]);
  });
});

describe('fields', () => {
  it.each([
    ['blank', '  \n '],
    ['empty', ''],
    ['longer than allowed', '123456'],
  ])('a text that is %s is none', (_how, text) => {
    expect(Check(schema, { ...form, reason: text })).toBe(false);
  });

  it('a form refuses fields that it does not know', () => {
    expect(Check(schema, form)).toBe(true);
    expect(Check(schema, { ...form, verdict: 'approved' })).toBe(false);
  });

  it('a word outside its list is none', () => {
    expect(Check(OneOf(both('等级'), { general: both('一般'), major: both('重大') }), 'tiny')).toBe(false);
  });

  it.each([-1, 0.5, '100', 1e13])('an amount is a whole number of fen, never %p', (amount) => {
    expect(Check(Fen(both('罚款')), amount)).toBe(false);
  });
});

const secret = '举报人张三';

/** A form in which every text says the secret; the other fields do not matter here. */
function everyText(field: unknown): unknown {
  const shape = field as {
    'x-sealed'?: boolean;
    properties?: Record<string, unknown>;
    items?: unknown;
    anyOf?: unknown[];
  };
  if (shape['x-sealed']) return secret;
  if (shape.items) return [everyText(shape.items), everyText(shape.items)];
  if (shape.anyOf) return everyText(shape.anyOf.at(-1));
  if (!shape.properties) return 1;
  return Object.fromEntries(
    Object.entries(shape.properties).map(([name, inner]) => [name, everyText(inner)]),
  );
}
