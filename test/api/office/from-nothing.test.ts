import { randomUUID } from 'node:crypto';
import { demoPassword } from '../../../prisma/seed';
import { installOffice } from '../../../record/office/installation';
import { verifyOffice } from '../../../record/trust/verify-office';
import { nothingSigned } from '../../../record/trust/head-store';
import { demoCost } from '../../../record/vault/passwords';
import { enrol } from '../identity/authenticator';
import { approve, changeOffice } from '../kit/changes';
import { openOffice, type Office } from '../kit/office';
import { carryProject } from '../kit/project-course';
import * as story from '../kit/story';

/*
 * A real office, `DEMO=0`, from nothing: two administrators by the command, everything else through the API, with two
 * persons wherever one alone may not, and everybody's second factor enrolled as they take their office.
 */

const { expectOk } = story;
const hands = { by: 'zhao.yi', second: 'qian.er' };
const firmCode = '91440300708461136T';

let office: Office;
beforeAll(async () => {
  office = await openOffice({ staffed: false, settings: { secondFactor: 'required' } });
});
afterAll(() => office.close());

/** Everybody whom a tip-off and a project need: staff number, name, login, offices, level, unit, firm. */
const people = [
  ['A001', '陈受理', 'clerk1', '受理员', '0', 'jxedz-safety', ''],
  ['B001', '周核查', 'inspector1', '核查员', '0', 'jxedz-safety', ''],
  ['B002', '吴核查', 'inspector2', '核查员', '0', 'jxedz-safety', ''],
  ['C001', '郑科长', 'chief', '科长', '1', 'jxedz-safety', ''],
  ['D001', '王副局', 'deputy', '审批人', '2', 'jxedz-leadership', ''],
  ['D002', '冯局长', 'director', '审批人', '3', 'jxedz-leadership', ''],
  ['E001', '褚法制', 'legal', '法制员', '0', 'jxedz-legal', ''],
  ['F001', '卫奖励', 'reward', '奖励经办人', '0', 'jxedz-safety', ''],
  ['G001', '蒋付款', 'payer1', '付款人', '0', 'jxedz-finance', ''],
  ['G002', '沈复核', 'confirmer1', '付款复核人', '0', 'jxedz-finance', ''],
  ['P001', '韩项目', 'project1', '项目专员', '0', 'jxedz-investment', ''],
  ...['investment', 'planning', 'ecology', 'housing', 'safety-officer'].flatMap((department, at) => [
    [`T${at}01`, `杨经办${at}`, `${department}1`, '部门经办人', '0', unitOf(department), ''],
    [`T${at}02`, `朱经办${at}`, `${department}2`, '部门经办人', '0', unitOf(department), ''],
  ]),
  ['Q001', '秦联系', 'contact1', '企业联系人', '0', 'jxedz-enterprises', firmCode],
  ['X009', '尤监察', 'auditor', '监察', '0', 'jxedz-system', ''],
];

function unitOf(department: string): string {
  return department === 'safety-officer' ? 'jxedz-safety' : `jxedz-${department}`;
}

async function takeOffice(login: string, oneTimePassword: string): Promise<void> {
  const { token } = expectOk(
    await office.as(null).post('/api/session', { login, password: oneTimePassword }),
  ).body;
  const passwords = { old: oneTimePassword, new: demoPassword };
  const changed = await office
    .as(null)
    .post('/api/session/password', passwords, { authorization: `Bearer ${token}` });
  expect([login, changed.status]).toEqual([login, 204]);
  await enrol(office, login);
}

function list(kind: 'people' | 'enterprises', rows: readonly string[][]) {
  const file = Buffer.from(rows.map((row) => row.join(',')).join('\r\n'));
  const headers = { 'content-type': 'text/csv', 'idempotency-key': randomUUID() };
  return office.as('zhao.yi').post(`/api/office/imports/${kind}`, file, headers);
}

it('has two administrators by one command', async () => {
  const { credentials, db, receipts, signer } = office.parts;
  const begun = await installOffice(
    { db, signer, receipts, credentials, passwordCost: demoCost },
    {
      zone: 'jxedz',
      unit: { id: 'jxedz-system', titleZh: '信息中心', titleEn: 'Information centre' },
      administrators: [
        { login: 'zhao.yi', person: { staffNo: 'X001', name: '赵一' } },
        { login: 'qian.er', person: { staffNo: 'X002', name: '钱二' } },
      ],
    },
  );
  if (!begun.ok) throw new Error(begun.refusal);
  for (const { login, oneTimePassword } of begun.value) await takeOffice(login, oneTimePassword);
});

it('enters its firms and its people by lists, and hands each a password of their own', async () => {
  const firms = await list('enterprises', [
    ['统一社会信用代码', '企业名称', '行业', '园区或片区'],
    [firmCode, '嘉兴某精密机械有限公司', 'C33', 'jxedz/tanghui'],
  ]);
  expect(expectOk(firms).body).toMatchObject({ taken: true, entered: 1 });
  const header = ['工号', '姓名', '账号', '岗位', '层级', '部门', '企业统一社会信用代码'];
  const asked = expectOk(await list('people', [header, ...people]));
  expect(asked.body).toMatchObject({ entered: people.length, proposal: expect.any(String) });
  expectOk(await approve(office, asked, 'qian.er'));
  for (const [, , login = ''] of people) {
    const { oneTimePassword } = expectOk(await changeOffice(office, 'reset-password', { login }, hands)).body;
    await takeOffice(login, oneTimePassword);
  }
});

async function firm(): Promise<string> {
  return (await office.db.enterprise.findUniqueOrThrow({ where: { creditCode: firmCode } })).id;
}

it('pays a reward for a tip-off', async () => {
  const tip = await story.handIn(office);
  await story.accept(office, tip);
  await story.assign(office, tip);
  await story.verify(office, tip, await firm());
  await story.rectify(office, tip);
  await story.propose(office, tip);
  await story.award(office, tip);
  const payout = await story.claim(office, tip);
  expectOk(await office.as('deputy').decide(payout, 'payout/release', { verdict: 'released' }));
  expectOk(await office.as('payer1').post('/api/payouts/bank-list', { cases: [payout] }));
  const { claimCode } = expectOk(await office.as('payer1').get(`/api/cases/${payout}`)).body.payment;
  const file = `claimCode,result,bankReference,cause\n${claimCode},paid,BANK-000001,\n`;
  const type = { 'content-type': 'text/csv' };
  expectOk(await office.as('confirmer1').post('/api/payouts/bank-returns', file, type));
  const { outcome } = await office.db.caseFile.findUniqueOrThrow({ where: { number: tip.number } });
  expect(outcome).toBe('rewarded');
});

it('brings a project into construction', async () => {
  const form = {
    enterpriseId: await firm(),
    projectType: 'standard-plant',
    name: '一期厂房',
    summary: '厂房两幢',
  };
  const { number } = expectOk(await office.as('project1').post('/api/projects', form)).body;
  await carryProject(office, number, 'project/start');
  const { stage } = expectOk(await office.as('project1').get(`/api/cases/${number}`)).body;
  expect(stage).toBe('construction');
});

it('has all of it on the office record, with two hands wherever one may not', async () => {
  const witness = { heads: nothingSigned, signer: office.parts.signer };
  expect((await verifyOffice(office.db, witness)).faults).toEqual([]);
  const lines = await office.db.officeEvent.findMany({ where: { kind: 'put-in-force' } });
  expect(lines.map(({ body }) => (body as { change: string }).change)).toContain('import-people');
});
