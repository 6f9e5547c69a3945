import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { definitionsOfAll } from '../../../api/routes/casework/definitions';
import type { FormField } from '../../../domain/case/form-fields';
import { CatalogueForm } from '../../../web/console/form/form';
import { wordsIn, WordsContext, type Language } from '../../../web/console/words/language';

/* Every form that the API tells of is drawn by the console, and each control in it has a name in the reader's language. */

const definitions = definitionsOfAll();

const forms: readonly (readonly [string, readonly FormField[]])[] = [
  ...definitions.steps.flatMap(({ id, verdicts }) =>
    verdicts.map(({ verdict, fields }) => [`${id} ${verdict}`, fields] as const),
  ),
  ...definitions.openings.map(({ caseType, fields }) => [`opening of ${caseType}`, fields] as const),
  ...definitions.acts.map(({ act, fields }) => [`act ${act}`, fields] as const),
  ['recording: who', definitions.recording.identity],
  ['recording: what', definitions.recording.matter],
];

function drawn(fields: readonly FormField[], language: Language): string {
  const form = createElement(CatalogueForm, {
    ...{ fields, definitions, file: null, submit: language === 'zh' ? '提交' : 'Submit' },
    send: async () => undefined,
  });
  return renderToStaticMarkup(
    createElement(
      QueryClientProvider,
      { client: new QueryClient() },
      createElement(WordsContext, { value: wordsIn(language) }, form),
    ),
  );
}

/** Controls that no label names. */
function unnamed(html: string): string[] {
  const named = new Set([...html.matchAll(/<label for="([^"]+)"/g)].map(([, id]) => id));
  const outsideOfLabels = html.replaceAll(/<label class="tick">.*?<\/label>/gs, '');
  return [...outsideOfLabels.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)].flatMap(([control]) => {
    const id = /\bid="([^"]+)"/.exec(control)?.[1];
    return control.includes('aria-label=') || (id !== undefined && named.has(id)) ? [] : [control];
  });
}

/** What stands between the tags. */
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, ' ');

test.each(forms)('%s', (_, fields) => {
  const [zh, en] = [drawn(fields, 'zh'), drawn(fields, 'en')];
  expect([...unnamed(zh), ...unnamed(en)]).toEqual([]);
  for (const { title } of fields) {
    expect(zh).toContain(title.zh);
    expect(textOf(en)).toContain(title.en.replaceAll('&', '&amp;').replaceAll("'", '&#x27;'));
  }
  expect(textOf(en)).not.toMatch(/\p{sc=Han}/u);
});
