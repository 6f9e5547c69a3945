import type { TObject } from 'typebox';
import type { Title } from '../../domain/role';
import { MatterStep, WhoStep } from '../../api/contract/schemas/intake-forms';
import { reporterMoves } from '../../api/routes/public/reporter-moves';
import { fieldsOf, type FormField } from '../../domain/case/form-fields';
import { Fields } from '../../web/public/fields';
import { bodyOf, faultsOf, namesOf, type Values } from '../../web/public/form-values';
import { homePage } from '../../web/public/home';
import { htmlOf, type Language } from '../../web/public/page';
import { problemPage } from '../../web/public/problem';
import { codePage, readingPage, surePage, type Reading } from '../../web/public/receipt';
import { reportPage, type Report } from '../../web/public/report';
import { slipPage } from '../../web/public/slip';
import * as words from '../../web/public/strings';

const languages: readonly Language[] = ['zh', 'en'];
const hostile = `"><script>alert('x')</script><img src=x onerror=alert(1)>&amp;`;

const forms: readonly (readonly [string, TObject])[] = [
  ['matter', MatterStep],
  ['who', WhoStep],
  ...reporterMoves.map(({ name, body }) => [name, body] as const),
];
const allFields = (fields: readonly FormField[]): FormField[] =>
  fields.flatMap((field) => [field, ...(field.widget === 'group' ? allFields(field.fields) : [])]);

const zones = [1, 2, 3].map((each) => ({
  word: `zone-${each}`,
  title: { zh: `园区${each}`, en: `Zone ${each}` },
}));
const matter = fieldsOf(MatterStep).map((field): FormField => {
  const { name, title, required, mayBeNone } = field;
  return name === 'zone' ? { name, title, required, mayBeNone, widget: 'choice', words: zones } : field;
});
const who = fieldsOf(WhoStep);

const report = (language: Language, change: Partial<Report> = {}): Report => ({
  ...{ language, values: {}, faults: new Map(), matter, who, notTaken: null, mayBeSentAgain: true },
  terms: [{ title: { zh: '受理', en: 'Acceptance' }, value: 5, unit: 'working-days' }],
  ...change,
});

const everywhere = (text: string): Values =>
  Object.fromEntries([...namesOf(matter), ...namesOf(who), 'key', 'token'].map((name) => [name, text]));

const files = { megabytesAtMost: 20, extensions: ['jpg'], words: { zh: '须知', en: 'To know' } };

const reading = (text: string): Reading => ({
  ...{ number: 'TO-2026-AAAAAAAA', receivedOn: '2026-12-01', words: { zh: text, en: text }, waitsFor: 'you' },
  dueOn: '2026-12-31',
  dueMoved: { from: '2026-12-20', to: '2026-12-31', on: '2026-12-02', words: { zh: text, en: text } },
  milestones: [{ on: '2026-12-01', words: { zh: text, en: text } }],
  messages: [{ on: '2026-12-02', text }],
  withdrawal: { on: '2026-12-03', reason: text, remedies: { zh: text, en: text } },
  reward: {
    ...{ amount: '3000.00', state: 'to-claim', claimBy: '2027-01-30', claimCode: text },
    lines: [{ title: { zh: text, en: text }, formula: text, resultFen: 300_000, clause: text, note: text }],
  },
  youMay: ['claim', 'waive', 'payee', 'answer', 'withdraw', 'papers'],
});

const moves = reporterMoves.map(({ name, title, body }) => ({
  ...{ name, title },
  fields: fieldsOf(body).filter((field) => field.name !== 'code'),
}));

const answered = (language: Language, text: string) =>
  readingPage({
    ...{ language, code: text, reading: reading(text), moves, files, sendKey: text, today: '2026-12-01' },
    notice: { good: false, words: [{ zh: text, en: text }] },
    wrong: {
      move: 'claim',
      values: { 'payee.holder': text },
      faults: new Map([['payee.holder', { zh: text, en: text }]]),
    },
  });

const slip = (language: Language, text: string) =>
  slipPage({
    ...{
      language,
      number: text,
      code: text,
      picture: { path: 'M0 0h1v1h-1z', side: 33 },
      files,
      sendKey: text,
    },
    notice: { good: true, words: [{ zh: text, en: text }] },
  });

/** Every page with a text wherever one can come in from outside. */
const pages = (language: Language, text: string) => {
  const full = report(language, {
    values: everywhere(text),
    faults: new Map([...namesOf(matter), ...namesOf(who), ''].map((name) => [name, { zh: text, en: text }])),
    notTaken: { zh: text, en: text },
  });
  const [move] = moves;
  return {
    home: homePage(language),
    matter: reportPage('matter', full),
    who: reportPage('who', full),
    check: reportPage('check', full),
    slip: slip(language, text),
    code: codePage(language, { zh: text, en: text }, text),
    reading: answered(language, text),
    sure: surePage({ language, code: text, move: move!, values: { 'payee.holder': text }, sendKey: text }),
    problem: problemPage({ language, title: { zh: text, en: text }, again: 3, instance: text }),
  };
};

describe.each(languages)('the public pages (%s)', (language) => {
  it.each(Object.keys(pages(language, '')))('%s shows a hostile text as text', (name) => {
    const html = htmlOf(pages(language, hostile)[name as keyof ReturnType<typeof pages>]);
    expect(html).not.toMatch(/<script|<img/i);
    // No text ends the attribute that it stands in, and becomes a handler.
    expect(html.replaceAll(/"[^"]*"/g, '')).not.toMatch(/<[^>]*onerror/);
    if (name !== 'home') expect(html).toContain('&lt;script');
  });

  it.each(Object.keys(pages(language, '')))('%s is 20 kB at most', (name) => {
    const page = pages(language, '十个字的一段普通文字')[name as keyof ReturnType<typeof pages>];
    expect(Buffer.byteLength(htmlOf(page))).toBeLessThan(20_000);
  });

  it('has one heading of the first rank, one main part, and a way out in its header', () => {
    for (const page of Object.values(pages(language, '字'))) {
      const html = htmlOf(page);
      expect(html.match(/<h1>/g)).toHaveLength(1);
      expect(html.match(/<main>/g)).toHaveLength(1);
      expect(html).toMatch(/<header>.*class="exit".*<\/header>/);
    }
  });

  it.each(forms)('every field of the form %s has a label', (_name, form) => {
    const fields = fieldsOf(form).filter(({ name }) => name !== 'zone');
    const drawn = htmlOf({
      ...{ language, title: { zh: '表', en: 'Form' }, switchBy: { by: 'link', path: '/' } },
      children: <Fields fields={fields} language={language} values={{}} faults={new Map()} />,
    });
    for (const { title } of allFields(fields)) expect(drawn).toContain(title[language]);
    for (const [, id = ''] of drawn.matchAll(
      /<(?:input type="(?:text|tel|date)"|textarea|select)[^>]* id="([^"]+)"/g,
    ))
      expect(drawn).toContain(`<label for="${id}"`);
    for (const name of namesOf(fields)) expect(drawn).toContain(`name="${name}"`);
  });
});

describe('the words of the pages', () => {
  it('stand in both languages, and no English word is left in Chinese letters', () => {
    for (const table of Object.values<Readonly<Record<string, Title>>>(words))
      for (const [key, { zh, en }] of Object.entries(table)) {
        expect([key, zh.trim()]).not.toEqual([key, '']);
        expect([key, en.trim()]).not.toEqual([key, '']);
        if (key !== 'other') expect([key, /[\u4e00-\u9fff]/.test(en)]).toEqual([key, false]);
      }
  });
});

describe('what a page sends', () => {
  it('becomes the body that the form takes: what is empty is left out, lines end as everywhere', () => {
    const values = {
      ...{ category: 'violation', text: 'a\r\nb', place: ' ', allegesDeath: 'yes', reporterKind: 'joint' },
      ...{ 'identity.name': '王小明', 'identity.cosigners': '李四\r\n\r\n 张三 ' },
    };
    expect({ ...bodyOf(matter, values), ...bodyOf(who, values) }).toEqual({
      ...{ category: 'violation', text: 'a\nb', allegesDeath: true, reporterKind: 'joint' },
      identity: { name: '王小明', cosigners: ['李四', '张三'] },
    });
  });

  it('is told what is wrong at the field that it belongs to, once', () => {
    const both = { zh: '必填', en: 'is required' };
    const faults = faultsOf(
      [
        { pointer: '/identity/cosigners/3', detail: 'long', words: both },
        { pointer: '/identity/cosigners/4', detail: 'long' },
        { pointer: '/nothing', detail: 'unknown' },
      ],
      namesOf(who),
    );
    expect([...faults]).toEqual([
      ['identity.cosigners', both],
      ['', { zh: 'unknown', en: 'unknown' }],
    ]);
  });
});
