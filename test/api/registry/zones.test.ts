import type { PolicyLayer } from '../../../domain/law/policy';
import { accountForm, hireAccount } from '../kit/administrators';
import { changeOffice } from '../kit/changes';
import { openOffice, type Office } from '../kit/office';
import { newPlant } from '../kit/plant';
import { expectOk } from '../kit/story';

/* A second zone is rows: entered, given its law and its people through the API alone. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const nanhu = { id: 'nanhu', title: { zh: '南湖高新区', en: 'Nanhu High-tech Zone' } };
const intakeUnit = { id: 'nanhu-safety', title: { zh: '安全监管科', en: 'Safety supervision' } };
const tip = {
  ...{ reporterKind: 'anonymous', channel: 'web', category: 'violation' },
  text: '仓库通道堵塞。',
};

function enterZone(change: object = {}) {
  return changeOffice(office, 'enter-zone', { ...nanhu, buildsOn: 'zhejiang', intakeUnit, ...change });
}

async function layerOf(id: string): Promise<PolicyLayer> {
  const { layers } = expectOk(await office.as('admin').get('/api/policy')).body as { layers: PolicyLayer[] };
  return layers.find((layer) => layer.id === id)!;
}

const opened = (number: string) => office.db.caseFile.findUniqueOrThrow({ where: { number } });

describe('a second zone', () => {
  it('takes no case before its law is published', async () => {
    expectOk(await enterZone());
    const refused = await office.as(null).post('/api/public/tip-offs', { ...tip, zone: 'nanhu' });
    expect([refused.status, refused.body.code]).toEqual([409, 'zone-without-law']);
    expect(await office.db.caseFile.count()).toBe(0);
  });

  it('takes a tip-off and a project under its own law once it stands', async () => {
    const { rows } = await layerOf('jxedz');
    const own = rows.map((row) =>
      row.key === 'limit.tip-off.acceptance'
        ? { ...row, value: { ...(row.value as object), value: 3 } }
        : row,
    );
    expectOk(
      await changeOffice(office, 'publish-policy', { layer: 'nanhu', add: own, end: [], openCases: 'keep' }),
    );
    const { number } = expectOk(
      await office.as(null).post('/api/public/tip-offs', { ...tip, zone: 'nanhu' }),
    ).body;
    expect(await opened(number)).toMatchObject({ zone: 'nanhu', unit: 'nanhu-safety' });

    const unit = { id: 'nanhu-projects', zone: 'nanhu', title: { zh: '项目科', en: 'Projects' } };
    expectOk(await changeOffice(office, 'enter-unit', unit));
    const clerk = { login: 'nanhu.clerk', staffNo: 'N001', unit: 'nanhu-safety' };
    await hireAccount(office, { ...clerk, roles: ['intake-clerk'] });
    const officer = { login: 'nanhu.project', staffNo: 'N002', unit: unit.id };
    await hireAccount(office, { ...officer, roles: ['project-officer'] });
    const { policy, steps } = expectOk(await office.as('nanhu.clerk').get(`/api/cases/${number}`)).body;
    expect(policy.zone).toBe('nanhu');
    expect(steps[0].limit).toMatchObject({ value: 3, unit: 'working-days' });
    const project = expectOk(await office.as('nanhu.project').post('/api/projects', newPlant)).body;
    expect(await opened(project.number)).toMatchObject({ zone: 'nanhu', unit: 'nanhu-projects' });
  });

  it('leaves what names no zone to the one with which the office began', async () => {
    const { number } = expectOk(await office.as(null).post('/api/public/tip-offs', tip)).body;
    expect(await opened(number)).toMatchObject({ zone: 'jxedz', unit: 'jxedz-safety' });
    const zones = expectOk(await office.as(null).get('/api/public/zones')).body;
    expect(zones.map(({ id }: { id: string }) => id)).toEqual(['jxedz', 'jxedz-demo', 'nanhu']);
    const promises = expectOk(await office.as(null).get('/api/public/promises?zone=nanhu')).body;
    expect(promises.zone).toBe('nanhu');
    const nowhere = await office.as(null).post('/api/public/tip-offs', { ...tip, zone: 'atlantis' });
    expect([nowhere.status, nowhere.body.code]).toEqual([422, 'zone-unknown']);
  });

  it('is entered once, on law that there is, with a unit of its own', async () => {
    const codes = [
      (await enterZone()).body.code,
      (await enterZone({ id: 'zhejiang' })).body.code,
      (await enterZone({ id: 'xiuzhou', buildsOn: 'atlantis' })).body.code,
      (await enterZone({ id: 'xiuzhou', intakeUnit: { ...intakeUnit, id: 'jxedz-safety' } })).body.code,
    ];
    expect(codes).toEqual(['zone-taken', 'zone-taken', 'policy-layer-unknown', 'unit-taken']);
  });
});

describe('a unit', () => {
  const title = { zh: '综合科', en: 'General affairs' };
  const close = (id: string) => changeOffice(office, 'close-unit', { id });

  it('is called by another name, and the office record says by which before', async () => {
    expectOk(await changeOffice(office, 'enter-unit', { id: 'general', zone: 'jxedz', title }));
    const renamed = { zh: '综合协调科', en: 'Coordination' };
    expectOk(await changeOffice(office, 'rename-unit', { id: 'general', title: renamed }));
    const units = expectOk(await office.as('admin').get('/api/units')).body;
    expect(units).toContainEqual({ id: 'general', zone: 'jxedz', title: renamed, closed: false });
    const { items } = expectOk(await office.as('auditor').get('/api/office/record?change=rename-unit')).body;
    expect(items[0].body).toMatchObject({ before: { title }, after: { title: renamed } });
  });

  it('is closed once nothing hangs on it: no account, no open case, no intake, no matter', async () => {
    const inUse = await close('jxedz-safety');
    expect([inUse.status, inUse.body.code]).toEqual([409, 'unit-in-use']);
    expect(inUse.body.detail).toMatch(/active accounts.*open cases.*takes what comes in/);
    expect((await close('jxedz-investment')).body.detail).toContain(
      "'matter.project-filing' is decided by it",
    );
    expectOk(await close('general'));
    const late = accountForm({ login: 'late', staffNo: 'N003', roles: ['inspector'], unit: 'general' });
    const asked = await changeOffice(office, 'create-account', late);
    expect(asked.body.code).toBe('unit-unknown');
  });

  it('hands the intake of its zone to another one of it', async () => {
    const to = (unit: string) => changeOffice(office, 'describe-zone', { ...nanhu, intakeUnit: unit });
    expect((await to('jxedz-safety')).body.code).toBe('unit-unknown');
    expectOk(await to('nanhu-projects'));
    const { number } = expectOk(
      await office.as(null).post('/api/public/tip-offs', { ...tip, zone: 'nanhu' }),
    ).body;
    expect(await opened(number)).toMatchObject({ unit: 'nanhu-projects' });
  });
});
