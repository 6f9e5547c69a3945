import { openOffice, type Office } from '../kit/office';
import { openProject } from '../kit/project-course';
import { accept, assign, enterprise, expectOk, handIn, verify } from '../kit/story';

/* What is not sealed is found by any two characters of it, by those who may see it. */

let office: Office;
let project: string;
let firm: { name: string; creditCode: string };
beforeAll(async () => {
  office = await openOffice();
  project = await openProject(office);
  firm = await office.db.enterprise.findUniqueOrThrow({ where: { id: enterprise } });
});
afterAll(() => office.close());

async function found(login: string, q: string): Promise<string[]> {
  const { body } = expectOk(await office.as(login).get(`/api/cases?q=${encodeURIComponent(q)}&limit=100`));
  return (body.items as { number: string }[]).map(({ number }) => number);
}

async function firms(login: string, q: string): Promise<string[]> {
  const { body } = expectOk(await office.as(login).get(`/api/enterprises?q=${encodeURIComponent(q)}`));
  return (body as { name: string }[]).map(({ name }) => name);
}

it.each(['新材', '三万吨', '年产三万吨新材料', '三万吨'.normalize('NFKD')])(
  'finds a project by %s',
  async (q) => {
    expect(await found('project1', q)).toContain(project);
  },
);

it('finds a case by a part of its number, however it is written', async () => {
  const part = project.slice(-6);
  for (const q of [part, part.toLowerCase(), project, ` ${part} `])
    expect(await found('project1', q)).toEqual([project]);
});

it('finds the cases of a firm by its name and its credit code, and the firm itself', async () => {
  for (const q of [firm.name.slice(0, 2), firm.name, firm.creditCode.slice(4, 12).toLowerCase()]) {
    expect(await found('project1', q)).toContain(project);
    expect(await firms('project1', q)).toContain(firm.name);
  }
});

it('finds by its firm no case whose firm the reader is not told', async () => {
  expect(await found('auditor', project)).toEqual([project]);
  expect(await found('auditor', firm.name)).not.toContain(project);
});

it('finds what is not there nowhere, and takes no pattern', async () => {
  for (const q of ['查无此项', '%%', '__', '.*', "';--", '新%', '材新']) {
    expect([q, await found('project1', q)]).toEqual([q, []]);
    expect([q, await firms('project1', q)]).toEqual([q, []]);
  }
  for (const q of ['', '新', ' 新 ', '长'.repeat(61), 'a%00b'])
    expect(
      (await office.as('project1').get(`/api/cases?q=${q.includes('%') ? q : encodeURIComponent(q)}`)).status,
    ).toBe(400);
});

it('finds nothing for who may not see it, and never by the words of a tip', async () => {
  const story = await handIn(office, { text: '三号车间无证焊接十七天', place: '镇工业集中区厂房' });
  await accept(office, story);
  await assign(office, story);
  await verify(office, story);
  for (const login of ['chief', 'inspector1', 'auditor', 'clerk1']) {
    for (const words of ['无证焊接', '十七天', '集中区'])
      expect([login, words, await found(login, words)]).toEqual([login, words, []]);
  }
  expect(await found('inspector1', firm.name)).toContain(story.number);
  // The firm is not told of a tip about it, and another firm of nothing.
  expect(await found('contact1', firm.name)).not.toContain(story.number);
  expect(await found('contact2', firm.name)).toEqual([]);
  expect(await firms('contact2', firm.name)).toEqual([]);
});
