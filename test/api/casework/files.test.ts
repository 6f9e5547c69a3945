import { randomUUID } from 'node:crypto';
import { expectOk, claim, enterprise, handIn as handInTip, toClaim, type Story } from '../kit/story';
import { isSealed, sealIn } from '../../../record/vault/family-seal';
import { readPublicKeys } from '../../../record/vault/signer';
import { changeOffice } from '../kit/changes';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { carryProject, handIn, openProject } from '../kit/project-course';

interface Line {
  readonly at: string;
  readonly number: string;
  readonly seq: number;
  readonly kind: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly origin: string;
  readonly by: string | null;
  readonly hash: string | null;
  readonly paper: { readonly digest: string; readonly material: string | null } | null;
}

let office: Office;
let project: string;
let tip: Story;
let order: string;
let payout: string;

beforeAll(async () => {
  office = await openOffice();
  project = await openProject(office);
  await handIn(office, project, 'contractor-contract', 'housing1');
  expectOk(await office.as('project1').act(project, 'note', { text: '内部研究意见' }));
  await carryProject(office, project, 'project/handover');
  tip = await toClaim(office);
  payout = await claim(office, tip);
  order = (await office.db.caseFile.findFirstOrThrow({ where: { caseType: 'rectification' } })).number;
});
afterAll(() => office.close());

const whole = '?limit=1000';
const read = (login: string, number: string, query = whole) =>
  office.as(login).get(`/api/cases/${number}/file${query}`);
const papersIn = (lines: readonly Line[]) =>
  lines.flatMap(({ paper, origin }) => (paper === null ? [] : [{ ...paper, origin }]));
const linesOf = async (login: string, number: string) =>
  expectOk(await read(login, number)).body.items as Line[];

describe('the file of a project', () => {
  it('holds every line of the project and of the cases born in it, with its hash', async () => {
    const root = await office.db.caseFile.findUniqueOrThrow({ where: { number: project } });
    const rows = await office.db.recordEvent.findMany({
      where: { case: { rootId: root.id } },
      include: { case: { select: { number: true } } },
    });
    const lines = await linesOf('project1', project);
    const told = (number: string, seq: number, hash: string | null) => `${number} ${seq} ${hash}`;
    expect(new Set(lines.map(({ number }) => number)).size).toBeGreaterThan(10);
    expect(lines.map(({ number, seq, hash }) => told(number, seq, hash)).sort()).toEqual(
      rows.map((row) => told(row.case.number, row.seq, Buffer.from(row.hash).toString('hex'))).sort(),
    );
    expect(lines.filter(({ title }) => title.zh === '' || title.en === '')).toEqual([]);
  });

  it('stands in one order of time, in which no end comes before what led to it', async () => {
    const lines = await linesOf('project1', project);
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).sort());
    const last = new Map<string, number>();
    for (const { number, seq } of lines) {
      expect(seq).toBe((last.get(number) ?? 0) + 1);
      last.set(number, seq);
    }
    const place = (number: string, kind: string) =>
      lines.findIndex((line) => line.number === number && line.kind === kind);
    const { cases } = (await read('project1', project)).body as {
      cases: { number: string; parent: string | null; outcome: string | null }[];
    };
    const items = cases.filter(({ parent, outcome }) => parent === project && outcome === 'granted');
    expect(items.length).toBeGreaterThan(8);
    for (const { number } of items) {
      expect(place(project, 'child-opened')).toBeLessThan(place(number, 'opened'));
      const above = lines.filter((line) => line.number === project && line.kind === 'child-closed');
      expect(above.some(({ at }) => at === lines[place(number, 'closed')]?.at)).toBe(true);
      const nextEnd = lines.findIndex(
        (line, index) => index > place(number, 'closed') && line.kind === 'child-closed',
      );
      expect(lines[nextEnd]?.at).toBe(lines[place(number, 'closed')]?.at);
    }
  });

  it('says who signed, from which side, and which paper with what content', async () => {
    const { items, people } = (await read('archivist1', project)).body as {
      items: Line[];
      people: Record<string, string>;
    };
    const contact = await personOf(office, 'contact1');
    expect(items.filter(({ origin }) => origin === 'enterprise').every(({ by }) => by === contact)).toBe(
      true,
    );
    expect(items.filter(({ origin }) => origin === 'system').every(({ by }) => by === null)).toBe(true);
    expect(items.filter(({ by }) => by !== null && people[by] === undefined)).toEqual([]);
    const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number: project } });
    const key = await office.vault.keyOf(id);
    const sitePlan = papersIn(items).find(({ material }) => material === 'site-plan');
    const kept = await office.parts.papers.read(id, sitePlan?.digest ?? '', 'clean');
    expect(kept.toString('latin1')).toContain('% site-plan\n');
    const papers = papersIn(items);
    expect(papers.find(({ material }) => material === 'site-plan')).toMatchObject({
      digest: key.digestPaper(kept),
      origin: 'enterprise',
    });
    expect(papers.find(({ material }) => material === 'contractor-contract')?.origin).toBe('staff');
  });

  it('pages go on behind the last line without a gap, also while lines are added', async () => {
    const before = await linesOf('project1', project);
    const paged: Line[] = [];
    let cursor: string | null = null;
    do {
      const query: string = `?limit=40${cursor === null ? '' : `&cursor=${cursor}`}`;
      const page = expectOk(await read('project1', project, query)).body;
      paged.push(...(page.items as Line[]));
      cursor = page.nextCursor as string | null;
      if (paged.length === 40)
        expectOk(await office.as('project1').act(project, 'note', { text: '补充说明' }));
    } while (cursor !== null);
    expect(paged.slice(0, -1)).toEqual(before);
    expect(paged.at(-1)?.kind).toBe('noted');
    expect((await read('project1', project, '?cursor=nonsense')).body.code).toBe('cursor-invalid');
    expect((await read('project1', project, '?limit=0')).body.code).toBe('form-invalid');
  });

  it('is there under the address of projects for projects alone', async () => {
    const at = (number: string) => office.as('project1').get(`/api/projects/${number}/file${whole}`);
    expect((await at(project)).body).toEqual((await read('project1', project)).body);
    const item = await office.db.caseFile.findFirstOrThrow({ where: { caseType: 'approval-item' } });
    expect((await at(item.number)).body.code).toBe('case-not-found');
    expect(new Set((await linesOf('project1', item.number)).map(({ number }) => number))).toEqual(
      new Set([item.number]),
    );
  });
});

it('the archive is sealed with the heads of its records, under a key that everybody can get', async () => {
  const { steps } = expectOk(await office.as('archivist1').get(`/api/cases/${project}`)).body as {
    steps: { step: string; decision: { detail: unknown } | null }[];
  };
  const seal = sealIn(steps.find(({ step }) => step === 'project/handover')?.decision?.detail);
  if (seal === null) throw new Error('not sealed');
  const { text } = expectOk(await office.as(null).get('/api/signing-keys'));
  expect(isSealed(seal, readPublicKeys(text))).toBe(true);
  const lines = await linesOf('archivist1', project);
  for (const { number, seq, hash } of seal.heads)
    expect(lines.find((line) => line.number === number && line.seq === seq)?.hash).toBe(hash);
  const { cases } = (await read('archivist1', project)).body as { cases: { number: string }[] };
  expect(seal.heads.map(({ number }) => number)).toEqual(cases.map(({ number }) => number).sort());
});

describe('the enterprise', () => {
  it('reads the file of its own project: no names of the bureau, no notes, its own papers', async () => {
    const answer = expectOk(await read('contact1', project));
    const lines = answer.body.items as Line[];
    expect(answer.body.people).toEqual({});
    expect(lines.filter(({ by }) => by !== null)).toEqual([]);
    expect(lines.filter(({ kind }) => ['noted', 'assigned'].includes(kind))).toEqual([]);
    const papers = lines.flatMap(({ paper }) => (paper === null ? [] : [paper.material]));
    expect(papers).toContain('site-plan');
    expect(papers).not.toContain('contractor-contract');
    // A hash tells the instant to whoever tries; the bundle holds those that its signature rests on.
    expect(lines.filter(({ hash }) => hash !== null)).toEqual([]);
  });

  it('does not learn that its order has a parent: no number, no id, no hash to try guesses on', async () => {
    const parent = await office.db.caseFile.findUniqueOrThrow({ where: { number: tip.number } });
    const { text, body } = expectOk(await read('contact1', order));
    expect(text).not.toContain(tip.number);
    expect(text).not.toContain(parent.id);
    expect((body.items as Line[]).length).toBeGreaterThan(4);
    expect((body.items as Line[]).filter(({ hash }) => hash !== null)).toEqual([]);
    expect(body.cases).toMatchObject([{ number: order, parent: null, head: null }]);
    expect((await linesOf('chief', order)).filter(({ hash }) => hash === null)).toEqual([]);
  });

  it('is told of the tip-off, and of another firm’s project, what it is told of a number that nobody has', async () => {
    const told = async (login: string, number: string) => {
      const { status, body } = await read(login, number);
      return { status, ...(body as object), instance: null };
    };
    const nothing = await told('contact1', 'TO-2026-ZZZZZZZZ');
    expect(nothing).toMatchObject({ status: 404, code: 'case-not-found' });
    expect(await told('contact1', tip.number)).toEqual(nothing);
    expect(await told('contact2', project)).toEqual(nothing);
  });
});

it('a family is shown as far as each reader may see it', async () => {
  const numbers = async (login: string, number: string) =>
    new Set((await linesOf(login, number)).map((line) => line.number));
  expect(await numbers('deputy', tip.number)).toEqual(new Set([tip.number, order, payout]));
  expect(await numbers('chief', tip.number)).toEqual(new Set([tip.number, order]));
  expect(await numbers('payer1', payout)).toEqual(new Set([payout]));
  expect((await read('payer1', tip.number)).status).toBe(404);
  expect((await read('project1', tip.number)).status).toBe(404);
  const paid = expectOk(await read('payer1', payout));
  expect(paid.text).not.toContain(tip.number);
  expect((paid.body.items as Line[]).filter(({ hash }) => hash !== null)).toEqual([]);
});

describe('the file of an enterprise', () => {
  const about = (login: string, query = '?limit=100', id = enterprise) =>
    office.as(login).get(`/api/enterprises/${id}/file${query}`);
  const typesFor = async (login: string) =>
    new Set(
      (expectOk(await about(login)).body.items as { caseType: string }[]).map(({ caseType }) => caseType),
    );

  it('groups its cases by type, newest first, with the end of each certificate', async () => {
    const { items, groups } = expectOk(await about('deputy')).body as {
      items: {
        caseType: string;
        number: string;
        openedAt: string;
        validUntil: string | null;
        name: unknown;
      }[];
      groups: { caseType: string; count: number }[];
    };
    expect(groups.map(({ caseType }) => caseType)).toEqual([
      ...new Set(items.map(({ caseType }) => caseType)),
    ]);
    for (const { caseType, count } of groups) {
      const group = items.filter((item) => item.caseType === caseType);
      expect(group).toHaveLength(count);
      expect(group.map(({ openedAt }) => openedAt)).toEqual(
        group
          .map(({ openedAt }) => openedAt)
          .sort()
          .reverse(),
      );
    }
    const certificates = items.filter(({ caseType }) => caseType === 'certificate');
    expect(certificates.length).toBeGreaterThan(0);
    expect(certificates.every(({ validUntil, name }) => validUntil !== null && name !== null)).toBe(true);
  });

  it('never shows a tip-off to the enterprise, nor to anyone else who may not read it', async () => {
    // Until a finding names the enterprise, the tip-off is about nobody.
    await handInTip(office);
    expect(await typesFor('contact1')).toEqual(
      new Set(['rectification', 'project', 'approval-item', 'certificate']),
    );
    expect(await typesFor('project1')).toEqual(new Set(['project', 'approval-item', 'certificate']));
    expect(await typesFor('clerk1')).toEqual(new Set(['tip-off', 'rectification']));
    expect(await typesFor('payer1')).toEqual(new Set());
    const parent = await office.db.caseFile.findUniqueOrThrow({ where: { number: tip.number } });
    const { text, body } = expectOk(await about('contact1'));
    expect(text).not.toContain(tip.number);
    expect(text).not.toContain(parent.id);
    expect((body.groups as { caseType: string }[]).map(({ caseType }) => caseType)).not.toContain('tip-off');
  });

  it('exists for its own contact and for whoever is not recused from it', async () => {
    const told = async (login: string, id = enterprise) => {
      const { status, body } = await about(login, '', id);
      return { status, ...(body as object), instance: null };
    };
    const nothing = await told('contact1', randomUUID());
    expect(nothing).toMatchObject({ status: 404, code: 'enterprise-not-found' });
    expect(await told('contact2')).toEqual(nothing);
    expectOk(
      await changeOffice(
        office,
        'enter-recusal',
        { personId: await personOf(office, 'housing1'), enterpriseId: enterprise },
        { by: 'housing1' },
      ),
    );
    expect(await told('housing1')).toEqual(nothing);
    expect((await about('contact1', '', 'nonsense')).body.code).toBe('form-invalid');
  });

  it('pages without a gap, and by type', async () => {
    const all = expectOk(await about('deputy')).body.items as object[];
    const paged: object[] = [];
    let cursor: string | null = null;
    do {
      const query: string = `?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`;
      const page = expectOk(await about('deputy', query)).body;
      paged.push(...(page.items as object[]));
      cursor = page.nextCursor as string | null;
    } while (cursor !== null);
    expect(paged).toEqual(all);
    const projects = expectOk(await about('deputy', '?caseType=project')).body.items as {
      caseType: string;
    }[];
    expect(projects.map(({ caseType }) => caseType)).toEqual(['project']);
    expect((await about('deputy', '?cursor=nonsense')).body.code).toBe('cursor-invalid');
  });
});
