import type { Office } from '../kit/office';

/* A browser without scripts, as far as forms go: it sends what a page holds, and what somebody has filled in. */

export type Fields = Readonly<Record<string, string>>;

export interface Sent {
  readonly status: number;
  readonly text: string;
  readonly headers: Record<string, unknown>;
}

/** What stands in the hidden fields of the form that goes to an address. */
export function hiddenIn(html: string, action: string): Fields {
  const forms = [...html.matchAll(/<form[^>]*action="([^"?]*)[^"]*"[^>]*>([\s\S]*?)<\/form>/g)];
  const found = forms.find(([, to]) => to === action)?.[2];
  if (found === undefined) throw new Error(`no form goes to ${action}`);
  const inputs = found.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** Sends a form as a browser does. */
export async function sendForm(
  { app }: Pick<Office, 'app'>,
  address: string,
  fields: Fields,
  headers: Record<string, string> = {},
): Promise<Sent> {
  const answer = await app.inject({
    method: 'POST',
    url: address,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  });
  return { status: answer.statusCode, text: answer.body, headers: answer.headers };
}
