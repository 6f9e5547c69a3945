import { randomUUID } from 'node:crypto';
import { connect, type AddressInfo } from 'node:net';
import { demoPassword } from '../../../prisma/seed';
import { openOffice, type Office } from '../kit/office';
import { handIn } from '../kit/story';

/* A connection over which a proxy sends the requests of many people outlives each body that is refused. */

let office: Office;
let port: number;
let token: string;
let receiptCode: string;
beforeAll(async () => {
  office = await openOffice();
  await office.app.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = office.app.server.address() as AddressInfo);
  const login = await office.as(null).post('/api/session', { login: 'clerk1', password: demoPassword });
  ({ token } = login.body as { token: string });
  ({ code: receiptCode } = await handIn(office));
});
afterAll(() => office.close());

interface Operation {
  readonly requestBody?: object;
}

/** Each route that takes a body, as the description has it. */
function routesWithBody(): { method: string; path: string }[] {
  const { paths } = office.app.swagger() as unknown as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) =>
      requestBody === undefined
        ? []
        : [{ method: method.toUpperCase(), path: path.replace(/\{[^}]+\}/g, 'TO-2026-AAAAAAAA') }],
    ),
  );
}

const long = 600_000;
const line = 'anjie-line';
const multipartOf = (field: string, value: string) =>
  `--${line}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${value}\r\n` +
  `--${line}\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\ncontent-type: image/png\r\n\r\n` +
  `${'x'.repeat(long)}\r\n--${line}--\r\n`;

const ways = {
  'by nobody': () => ({ type: 'application/json', body: JSON.stringify('x'.repeat(long)), auth: false }),
  'too large': () => ({ type: 'application/json', body: JSON.stringify('x'.repeat(long)), auth: true }),
  'of another kind': () => ({ type: 'application/xml', body: 'x'.repeat(long), auth: true }),
  'as a form': () => ({
    type: `multipart/form-data; boundary=${line}`,
    body: multipartOf('code', 'AAAA-AAAA-AAAA-AAAA-A'),
    auth: true,
  }),
};

it.each(Object.entries(ways))(
  'a refused body %s leaves the line to the next request, on every route',
  async (_way, make) => {
    const routes = [...routesWithBody(), { method: 'POST', path: '/nowhere' }];
    expect(routes.length).toBeGreaterThan(80);
    const dead: string[] = [];
    for (const { method, path } of routes) {
      const answers = await over(request(method, path, make()));
      if (answers.length !== 2 || !(answers[0]! >= 400) || answers[1] !== 200)
        dead.push(`${method} ${path}: ${answers.join(', ')}`);
    }
    expect(dead).toEqual([]);
  },
  120_000,
);

it('so does a paper that is refused when a part of it has been read', async () => {
  const body = multipartOf('code', receiptCode);
  const type = `multipart/form-data; boundary=${line}`;
  expect(await over(request('POST', '/api/public/receipt/papers', { type, body, auth: false }))).toEqual([
    415, 200,
  ]);
  // Whoever sends it in pieces without saying how long it will be is treated alike.
  const pieces = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const head = headOf('POST /api/public/receipt/papers', type, 'transfer-encoding: chunked', false);
  expect(await over(head + pieces + next)).toEqual([415, 200]);
});

it('a body that is announced beyond all bounds is told that its line is closed', async () => {
  const head = headOf('POST /api/public/tip-offs', 'application/json', 'content-length: 99000000', false);
  expect(await over(head + 'x'.repeat(1000))).toEqual([413]);
});

it('a method that the parser does not know is answered with those that the address knows', async () => {
  const said = await saidOver('QUERY /api/publications/preview HTTP/1.1\r\nhost: x\r\n\r\n', 1);
  expect(said).toMatch(/^HTTP\/1\.1 405 [^]*\r\nallow: POST\r\n/i);
});

it.each([
  ['no request at all', 'NONSENSE\r\n\r\n', 400, 'body-malformed'],
  [
    'an address that is too long',
    `GET /${'x'.repeat(40_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
    431,
    'headers-too-large',
  ],
] as const)('%s is answered as a problem, and the line ends', async (_what, bytes, status, code) => {
  const said = await saidOver(bytes, 1);
  expect(said).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\r\ncontent-type: application/problem\\+json`, 'i'));
  expect(JSON.parse(said.slice(said.indexOf('\r\n\r\n')))).toMatchObject({ status, code });
});

const next = 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n';

function headOf(first: string, type: string, length: string, auth: boolean): string {
  const bearer = auth ? `authorization: Bearer ${token}\r\n` : '';
  return (
    `${first} HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\n${length}\r\n` +
    `idempotency-key: ${randomUUID()}\r\nif-match: "1"\r\n${bearer}\r\n`
  );
}

function request(method: string, path: string, sent: { type: string; body: string; auth: boolean }): string {
  const length = `content-length: ${Buffer.byteLength(sent.body)}`;
  return headOf(`${method} ${path}`, sent.type, length, sent.auth) + sent.body + next;
}

/** The statuses of all that is answered on one connection. */
async function over(bytes: string): Promise<number[]> {
  return statusesIn(await saidOver(bytes, bytes.split(' HTTP/1.1\r\n').length - 1));
}

const statusesIn = (said: string) =>
  [...said.matchAll(/HTTP\/1\.1 ([2-5]\d\d) /g)].map(([, status]) => Number(status));

/** What is said on one connection until so many requests are answered, it is closed, or five seconds are over. */
function saidOver(bytes: string, answers: number): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const end = () => {
      clearTimeout(late);
      socket.destroy();
      resolve(said);
    };
    const late = setTimeout(end, 5_000);
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (statusesIn(said).length === answers && said.endsWith('}')) end();
    });
    socket.on('error', () => undefined);
    socket.on('close', end);
  });
}
