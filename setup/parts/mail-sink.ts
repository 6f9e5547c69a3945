import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { loopback } from './ports';

export interface MailSinkPlan {
  readonly folder: string;
  readonly smtpPort: number;
  readonly uiPort: number;
}

export interface MailSink {
  readonly uiUrl: string;
  stop(): Promise<void>;
}

const newest = 200;

/** A mail server that delivers nothing: it keeps mails as files in the folder and shows them on a plain page. */
export async function startMailSink({ folder, smtpPort, uiPort }: MailSinkPlan): Promise<MailSink> {
  await mkdir(folder, { recursive: true });
  let count = 0;
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const name = `${Date.now()}-${String((count += 1)).padStart(5, '0')}.eml`;
        writeFile(join(folder, name), Buffer.concat(chunks), { mode: 0o600 }).then(() => done(), done);
      });
    },
  });
  // A client may close its connection at any time.
  smtp.on('error', () => undefined);
  const pages = createServer((request, response) => {
    const name = /^\/mail\/([0-9]+-[0-9]+\.eml)$/.exec(request.url ?? '')?.[1];
    const page =
      request.url === '/'
        ? listPage(folder)
        : name === undefined
          ? Promise.resolve(null)
          : mailPage(join(folder, name));
    page.then(
      (html) => answer(response, html),
      () => answer(response, null),
    );
  });
  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject);
    smtp.listen(smtpPort, loopback, resolve);
  });
  await new Promise<void>((resolve, reject) => pages.once('error', reject).listen(uiPort, loopback, resolve));
  return {
    uiUrl: `http://${loopback}:${uiPort}`,
    stop: async () => {
      pages.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(() => resolve())),
        new Promise<void>((resolve) => pages.close(() => resolve())),
      ]);
    },
  };
}

async function listPage(folder: string): Promise<string> {
  const names = (await readdir(folder))
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .reverse();
  const rows = await Promise.all(
    names.slice(0, newest).map(async (name) => {
      const { subject = '', date, to } = await simpleParser(await readFile(join(folder, name)));
      const receivers = [to ?? []].flat().map(({ text }) => text);
      return `<tr><td>${escaped(date?.toISOString() ?? '')}</td><td>${escaped(receivers.join(', '))}</td><td><a href="/mail/${name}">${escaped(subject)}</a></td></tr>`;
    }),
  );
  const body = rows.length === 0 ? '<p>No mail yet. 暂无邮件。</p>' : `<table>${rows.join('')}</table>`;
  return page(`Caught mail 邮件 (${names.length})`, body);
}

async function mailPage(file: string): Promise<string> {
  const { subject = '', text = '', to } = await simpleParser(await readFile(file));
  const receivers = [to ?? []].flat().map((each) => each.text);
  return page(
    subject,
    `<p><a href="/">←</a> ${escaped(receivers.join(', '))}</p><pre>${escaped(text)}</pre>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>body{font:15px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}td{padding:.3rem .8rem .3rem 0;vertical-align:top}pre{white-space:pre-wrap;background:#f6f6f6;padding:1rem}</style>
<h1>${escaped(title)}</h1>${body}</html>`;
}

function answer(response: ServerResponse, html: string | null): void {
  response
    .writeHead(html === null ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      // The page shows foreign mail: it may run no script and load nothing.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    })
    .end(html ?? page('Not found', '<p><a href="/">←</a></p>'));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
