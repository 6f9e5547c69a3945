import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../../harness/eventually';
import { openOffice, type Office } from '../kit/office';
import { carryProject, openProject } from '../kit/project-course';
import { accept, expectOk, handIn } from '../kit/story';
import { demoPassword } from '../../../prisma/seed';

/* Who looks is told of what moves: in any process, and of nothing that they may not see. */

let office: Office;
let other: Office;
const open: IncomingMessage[] = [];
beforeAll(async () => {
  office = await openOffice();
  other = await openOffice({ over: office });
  await office.app.listen({ host: '127.0.0.1', port: 0 });
  const first = await listenAs('auditor');
  await eventually('the process listens', async () => first.text().includes('event: refetch'));
});
afterAll(async () => {
  for (const each of open) each.destroy();
  await other.close();
  await office.close();
});

interface Heard {
  readonly text: () => string;
  readonly numbers: () => string[];
  readonly ended: () => boolean;
  readonly token: string;
}

async function tokenOf(login: string): Promise<string> {
  const payload = { login, password: demoPassword };
  return (await office.app.inject({ method: 'POST', url: '/api/session', payload })).json().token as string;
}

/** Listens as somebody until the stream stands. */
async function listenAs(login: string): Promise<Heard> {
  const token = await tokenOf(login);
  let text = '';
  let over = false;
  const port = (office.app.server.address() as AddressInfo).port;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    httpRequest({ host: '127.0.0.1', port, path: '/api/events', headers }, resolve).on('error', reject).end();
  });
  open.push(response);
  expect([response.statusCode, response.headers['content-type']]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  response.setEncoding('utf8').on('data', (part: string) => (text += part));
  response.on('end', () => (over = true)).on('error', () => (over = true));
  // The first to listen lets the process listen.
  await eventually('the stream has begun', async () => text.includes('retry:'));
  return {
    token,
    text: () => text,
    ended: () => over,
    numbers: () =>
      [...text.matchAll(/event: moved\ndata: (.+)\n\n/g)].flatMap(
        ([, data = '{}']) => (JSON.parse(data) as { numbers: string[] }).numbers,
      ),
  };
}

it('tells who may see a case that it has moved, whichever process wrote it, and nobody else', async () => {
  const [chief, payer] = [await listenAs('chief'), await listenAs('payer1')];
  const story = await handIn(other);
  await eventually('the chief is told', async () => chief.numbers().includes(story.number));
  await accept(office, story);
  const told = () => chief.numbers().filter((number) => number === story.number).length;
  await eventually('told again', async () => told() > 1);
  expect(payer.text()).not.toContain(story.number);
});

it('tells a firm of what is issued to it, and not of what the bureau writes meanwhile', async () => {
  const [contact, officer] = [await listenAs('contact1'), await listenAs('project1')];
  const number = await openProject(office);
  await eventually('the firm is told of its project', async () => contact.numbers().includes(number));
  const told = contact.numbers().length;
  const toldInside = officer.numbers().length;
  // A note is the office's own.
  expectOk(await office.as('project1').act(number, 'note', { text: '内部记录' }));
  await eventually('the office is told', async () => officer.numbers().length > toldInside);
  expect(contact.numbers()).toHaveLength(told);
  await carryProject(office, number, 'project/lead');
  await eventually('the firm is told', async () => contact.numbers().length > told);
});

it('ends with the session, and does not prolong it', async () => {
  const before = await office.db.session.count();
  const heard = await listenAs('clerk1');
  expect(await office.db.session.count()).toBe(before + 1);
  await office.app.inject({
    method: 'DELETE',
    url: '/api/session',
    headers: { authorization: `Bearer ${heard.token}` },
  });
  await handIn(office);
  await eventually('the stream is over', async () => heard.ended());
});

it('takes only so many streams of one session, and says so', async () => {
  const token = await tokenOf('clerk1');
  const port = (office.app.server.address() as AddressInfo).port;
  const statuses: number[] = [];
  for (let count = 0; count < 10; count++) {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` };
      httpRequest({ host: '127.0.0.1', port, path: '/api/events', headers }, resolve)
        .on('error', reject)
        .end();
    });
    open.push(response);
    statuses.push(response.statusCode ?? 0);
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(8);
  expect(statuses.at(-1)).toBe(503);
});

it('tells to ask anew where the connection to the database was lost', async () => {
  const heard = await listenAs('chief');
  const refetches = () => heard.text().split('event: refetch').length - 1;
  const before = refetches();
  await office.db.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'anjie-listens' AND datname = current_database()`;
  await eventually('told to ask anew', async () => refetches() > before);
  const story = await handIn(office);
  await eventually('told of the next', async () => heard.numbers().includes(story.number));
});

it('lets the process end while somebody listens', async () => {
  const ending = await openOffice({ over: office });
  await ending.app.listen({ host: '127.0.0.1', port: 0 });
  const port = (ending.app.server.address() as AddressInfo).port;
  const headers = { authorization: `Bearer ${await tokenOf('chief')}` };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path: '/api/events', headers }, resolve).on('error', reject).end();
  });
  const over = new Promise((resolve) => response.on('end', resolve).on('error', resolve).resume());
  await ending.close();
  await over;
});
