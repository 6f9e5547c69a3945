import { accountsByRole } from '../kit/accounts';
import { Dice, OddRequests, type DescribedOperation, type Shape } from '../kit/odd-requests';
import { openOffice, type Office } from '../kit/office';
import { demoPassword } from '../../../prisma/seed';
import { accept, handIn } from '../kit/story';
import { conformanceOf } from './conformance';

/*
 * Every operation of the description, by everybody, with odd addresses, queries, headers and bodies: each answer has
 * a status, a media type and a body that the description names, and none is a fault of ours.
 */

const seed = 20261130;

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Shape>> };
}

const described = () => office.app.swagger() as unknown as Description;

it('every answer to an odd request is one that the description names', async () => {
  const { paths, components } = described();
  const assertConforms = conformanceOf(office.app);
  const dice = new Dice(seed);
  const odd = new OddRequests(components.schemas, dice, await knownWords());
  const faults = new Map<string, string>();
  const met = new Map<number, number>();
  for (const login of [null, ...(await accountsByRole(office))]) {
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        // An answer without an end has no whole to look at (test/api/operation/live looks at its parts).
        if (path === '/api/events') continue;
        const request = odd.to(method, path, operation, await headersOf(login));
        // Its session may end with it.
        if (path === '/api/session') tokens.clear();
        const answer = await office.app.inject({ ...request, method: request.method as 'GET' });
        met.set(answer.statusCode, (met.get(answer.statusCode) ?? 0) + 1);
        try {
          if (answer.statusCode >= 500) throw new Error(`${method} ${path} → ${answer.statusCode}`);
          // By its template: an address that cannot be read has the answers of the one that was meant.
          assertConforms(request.method, path, answer);
        } catch (error) {
          const fault = (error as Error).message.slice(0, 300);
          if (!faults.has(fault))
            faults.set(fault, `${login ?? 'nobody'}: ${JSON.stringify(request)}`.slice(0, 600));
        }
      }
    }
  }
  const told = [...met]
    .sort()
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ');
  process.stdout.write(`odd requests: seed ${seed}, ${told}\n`);
  expect([...faults]).toEqual([]);
}, 1_200_000);

it('a method that an address does not know is answered 405 with those that it knows', async () => {
  const addresses = Object.entries(described().paths).map(([path, methods]) => ({
    methods,
    url: path.replace(/\{[^}]+\}/g, 'TO-2026-AAAAAAAA'),
    pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
  }));
  const isTaken = (url: string, method: string) =>
    addresses.some(({ pattern, methods }) => pattern.test(url) && method.toLowerCase() in methods);
  for (const { url, methods } of addresses) {
    for (const method of ['PATCH', 'PUT', 'DELETE', 'TRACE'] as const) {
      if (isTaken(url, method)) continue;
      const answer = await office.app.inject({ method: method as 'PATCH', url });
      expect([method, url, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([
        ...[method, url, 405, 'method-not-allowed'],
      ]);
      const allowed = String(answer.headers['allow'])
        .split(', ')
        .map((each) => each.toLowerCase());
      expect(allowed).toEqual(expect.arrayContaining(Object.keys(methods)));
    }
  }
  expect((await office.app.inject({ method: 'PATCH', url: '/nowhere' })).statusCode).toBe(404);
});

async function headersOf(login: string | null): Promise<Record<string, string>> {
  const known = login === null ? {} : tokens.get(login);
  if (known !== undefined) return known;
  const answer = await office.app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login, password: demoPassword },
  });
  const headers = { authorization: `Bearer ${answer.json<{ token: string }>().token}` };
  tokens.set(login ?? '', headers);
  return headers;
}
const tokens = new Map<string, Record<string, string>>();

/** Numbers, ids and logins that exist, so that some requests get as far as the desk. */
async function knownWords(): Promise<string[]> {
  const story = await handIn(office);
  await accept(office, await handIn(office));
  const opened = await office.as('inspector3').get('/api/cases');
  const { id: person } = await office.db.person.findFirstOrThrow();
  const { id: firm } = await office.db.enterprise.findFirstOrThrow();
  const { number: other } = await office.db.caseFile.findFirstOrThrow({ orderBy: { openedAt: 'desc' } });
  expect(opened.status).toBe(200);
  return [story.number, other, person, firm, 'jxedz', '2026-11'];
}
