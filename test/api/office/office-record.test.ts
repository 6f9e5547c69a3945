import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OfficeEvent } from '../../../domain/office/office-event';
import { addDays, shanghaiDate } from '../../../domain/time/calendar';
import { seedReference } from '../../../prisma/seed';
import { beginOfficeRecord } from '../../../record/office/beginning';
import { genesisHash, lineHash, officeRecordId } from '../../../record/store/chain';
import { openDatabase, type Database } from '../../../record/store/database';
import { HeadSigning } from '../../../record/trust/head-signing';
import { HeadFiles } from '../../../record/trust/head-store';
import { verifyOffice } from '../../../record/trust/verify-office';
import { accountForm, hireAccount } from '../kit/administrators';
import { approve, changeOffice } from '../kit/changes';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';

let office: Office;
let owner: Database;
let folder: string;
let heads: HeadFiles;
beforeEach(async () => {
  office = await openOffice();
  owner = openDatabase(office.database.ownerUrl, { applicationName: 'test-owner', poolSize: 2 });
  folder = await mkdtemp(join(tmpdir(), 'anjie-heads-'));
  heads = new HeadFiles(folder);
});
afterEach(async () => {
  await owner.$disconnect();
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

const faults = async () =>
  (await verifyOffice(office.db, { heads, signer: office.parts.signer })).faults.map(
    ({ seq, fault, login }) => [fault, login ?? seq],
  );
const sign = () => new HeadSigning({ db: office.db, signer: office.parts.signer, heads }).round();
const lines = () => office.db.officeEvent.findMany({ orderBy: { seq: 'asc' } });

/** What a thief does who owns the database: the trigger is away for as long as it takes. */
async function asThief(work: () => Promise<unknown>): Promise<void> {
  await owner.$executeRaw`ALTER TABLE anjie.office_event DISABLE TRIGGER office_event_append_only`;
  await work();
  await owner.$executeRaw`ALTER TABLE anjie.office_event ENABLE TRIGGER office_event_append_only`;
}

/** Writes the chain anew from a line on, with hashes that fit. */
async function rewriteFrom(seq: number): Promise<void> {
  let previous: Uint8Array = genesisHash;
  for (const line of await lines()) {
    const { at, actor, body } = line;
    const event = { seq: line.seq, at: at.toISOString(), actor, body } as unknown as OfficeEvent;
    const hash = new Uint8Array(lineHash(previous, officeRecordId, event));
    if (line.seq >= seq)
      await owner.officeEvent.update({
        where: { seq: line.seq },
        data: { prevHash: new Uint8Array(previous), hash },
      });
    previous = hash;
  }
}

describe('the office record', () => {
  it('says of every change who made it, when, and the value before and after', async () => {
    const personId = await personOf(office, 'clerk2');
    expectOk(await changeOffice(office, 'disable-account', { login: 'clerk2' }));
    const offices = {
      ...{ login: 'inspector4', roles: ['inspector', 'legal-officer'], level: 0, unit: 'jxedz-safety' },
      enterpriseId: null,
    };
    expectOk(await changeOffice(office, 'set-offices', offices));
    const { items } = expectOk(await office.as('auditor').get('/api/office/record?limit=3')).body;
    expect(items).toMatchObject([
      {
        ...{ kind: 'put-in-force', change: 'set-offices' },
        by: { personId: await personOf(office, 'admin2'), name: '祝宁' },
        person: { personId: await personOf(office, 'inspector4') },
        body: { before: { roles: ['inspector'] }, after: { roles: ['inspector', 'legal-officer'] } },
      },
      { kind: 'proposed', by: { name: '金涛' }, body: { form: offices } },
      {
        ...{ kind: 'changed', change: 'disable-account', person: { personId } },
        body: { before: { active: true, login: 'clerk2' }, after: { active: false, login: 'clerk2' } },
      },
    ]);
  });

  it('has the accounts of the demonstration, each with a line of the system’s own', async () => {
    const all = await lines();
    const hired = all.filter(({ kind }) => kind === 'changed');
    expect(hired).toHaveLength(await office.db.account.count());
    expect(hired[0]).toMatchObject({ actor: { kind: 'system', part: 'demonstration' } });
    expect(await faults()).toEqual([]);
  });

  it('is read by auditors and administrators alone, by kind, person and day, page by page', async () => {
    for (const login of ['chief', 'operator', 'policy1'])
      expect((await office.as(login).get('/api/office/record')).body.code).toBe('role-missing');
    expectOk(await changeOffice(office, 'disable-account', { login: 'clerk2' }));
    expectOk(await changeOffice(office, 'reset-password', { login: 'inspector4' }));
    const read = async (query: string) =>
      expectOk(await office.as('admin').get(`/api/office/record?${query}`)).body;
    const kinds = async (query: string) =>
      (await read(query)).items.map(({ change }: { change: string }) => change);
    expect(await kinds('change=disable-account')).toEqual(['disable-account']);
    expect(await kinds(`person=${await personOf(office, 'admin')}&limit=3`)).toEqual([
      null,
      'reset-password',
      'disable-account',
    ]);
    expect(await kinds(`person=${await personOf(office, 'clerk2')}`)).toEqual([
      'disable-account',
      'create-account',
    ]);
    const today = shanghaiDate(new Date().toISOString());
    expect(await kinds(`from=${addDays(today, 1)}`)).toEqual([]);
    expect(await kinds(`to=${addDays(today, -1)}`)).toEqual([]);
    expect(await kinds(`from=${today}&to=${today}&limit=2`)).toEqual([null, 'reset-password']);
    const first = await read('limit=2');
    const second = await read(`limit=2&cursor=${encodeURIComponent(first.nextCursor)}`);
    expect(second.items[0].seq).toBe(first.items[1].seq - 1);
    expect((await office.as('admin').get('/api/office/record?cursor=x')).body.code).toBe('cursor-invalid');
  });

  it('cannot be edited by the application, and by nobody while its trigger stands', async () => {
    const edit = (db: Database) => db.$executeRaw`UPDATE anjie.office_event SET body = '{}' WHERE seq = 1`;
    const cut = (db: Database) => db.$executeRaw`DELETE FROM anjie.office_event`;
    for (const db of [office.db, owner]) {
      await expect(edit(db)).rejects.toThrow(/permission denied|append-only/);
      await expect(cut(db)).rejects.toThrow(/permission denied|append-only/);
    }
    await expect(
      office.db.$executeRaw`UPDATE anjie.account SET person_id = gen_random_uuid() WHERE login = 'clerk1'`,
    ).rejects.toThrow('permission denied');
  });
});

describe('verification of the office record', () => {
  it('names a line that was changed', async () => {
    await asThief(
      () => owner.$executeRaw`UPDATE anjie.office_event SET actor = '{"kind":"x"}' WHERE seq = 4`,
    );
    expect(await faults()).toEqual([['line-changed', 4]]);
  });

  it('names a line that was changed with all hashes after it: the office’s seal cannot be made', async () => {
    await asThief(async () => {
      await owner.$executeRaw`UPDATE anjie.office_event SET body = jsonb_set(body, '{after,level}', '3') WHERE seq = 4`;
      await rewriteFrom(4);
    });
    expect(await faults()).toEqual([['line-forged', 4]]);
  });

  it('names what was cut off after it was signed outside the database', async () => {
    expect((await sign()).signed).toBe(1);
    const last = (await lines()).at(-1)!.seq;
    await asThief(() => owner.$executeRaw`DELETE FROM anjie.office_event WHERE seq > ${last - 2}`);
    expect(await faults()).toEqual([['tail-missing', last - 1]]);
    expect((await sign()).faults).toMatchObject([{ number: 'office', fault: 'tail-missing' }]);
  });

  it('signs how far it has grown, once for each length', async () => {
    expect((await sign()).signed).toBe(1);
    expect((await sign()).signed).toBe(0);
    expectOk(await changeOffice(office, 'disable-account', { login: 'clerk2' }));
    expect((await sign()).signed).toBe(1);
    expect(await faults()).toEqual([]);
  });

  it('names an account that may do what nobody has entered', async () => {
    await owner.$executeRaw`UPDATE anjie.account SET roles = array_append(roles, 'approver'), level = 3 WHERE login = 'clerk1'`;
    await owner.$executeRaw`UPDATE anjie.account SET email = 'thief@elsewhere.example' WHERE login = 'legal'`;
    await owner.$executeRaw`
      INSERT INTO anjie.account (id, login, person_id, password_hash, roles, unit)
      SELECT gen_random_uuid(), 'ghost', person_id, password_hash, '{administrator}', unit
      FROM anjie.account WHERE login = 'admin'`;
    expect((await faults()).sort()).toEqual([
      ['offices-differ', 'clerk1'],
      ['offices-differ', 'ghost'],
      ['offices-differ', 'legal'],
      ['password-differs', 'ghost'],
    ]);
    expect((await sign()).signed).toBe(1);
  });

  it('names an account that was disabled by a line and enabled by hand', async () => {
    expectOk(await changeOffice(office, 'disable-account', { login: 'clerk2' }));
    await office.db.account.update({ where: { login: 'clerk2' }, data: { active: true } });
    expect(await faults()).toEqual([['offices-differ', 'clerk2']]);
  });
});

describe('a proposal', () => {
  it('is put in force as it stands in the record, whatever the table of proposals was made to say', async () => {
    const asked = await office
      .as('admin')
      .post(
        '/api/office/changes/create-account',
        accountForm({ login: 'new', staffNo: 'A900', roles: ['inspector'] }),
      );
    const proposal: string = asked.body.proposal;
    const admin2 = await personOf(office, 'admin2');
    // Whoever asked is not made another person by the table.
    await owner.$executeRaw`UPDATE anjie.office_proposal SET proposer = ${admin2}::uuid, seconds = '{inspector}'`;
    expect((await approve(office, asked, 'admin')).body.code).toBe('same-person');
    await asThief(
      () =>
        owner.$executeRaw`UPDATE anjie.office_event SET body = jsonb_set(body, '{form,roles}', '["administrator"]') WHERE seq = ${asked.body.seq}`,
    );
    expect((await approve(office, asked, 'admin2')).body.code).toBe('record-not-as-written');
    expect(await office.db.account.count({ where: { login: 'new' } })).toBe(0);
    expect(await office.db.officeProposal.findUniqueOrThrow({ where: { id: proposal } })).toMatchObject({
      state: 'open',
    });
  });

  it('is judged again when it is put in force', async () => {
    const form = (login: string, role: string) => accountForm({ login, staffNo: 'G900', roles: [role] });
    const ask = (login: string, role: string) =>
      office.as('admin').post('/api/office/changes/create-account', form(login, role));
    const [payer, confirmer] = [await ask('one.payer', 'payer'), await ask('one.confirmer', 'confirmer')];
    expect([payer.status, confirmer.status]).toEqual([202, 202]);
    expectOk(await approve(office, payer, 'admin2'));
    expect((await approve(office, confirmer, 'admin2')).body).toMatchObject({
      ...{ status: 422, code: 'roles-incompatible' },
      detail: expect.stringContaining('payer and confirmer'),
    });
  });

  it('waits for those who may answer it, and is among the own ones of who asked', async () => {
    const asked = await office
      .as('chief')
      .post('/api/office/changes/lift-recusal', await entered('inspector4'));
    const listed = async (login: string, query = '') =>
      expectOk(await office.as(login).get(`/api/office/proposals${query}`)).body.items.map(
        ({ proposal }: { proposal: string }) => proposal,
      );
    const own = [asked.body.proposal];
    expect(await listed('admin')).toEqual(own);
    expect(await listed('chief-fire')).toEqual(own);
    for (const login of ['chief', 'inspector4', 'auditor']) expect(await listed(login)).toEqual([]);
    expect(await listed('chief', '?whose=own')).toEqual(own);
    expectOk(await approve(office, asked, 'chief-fire'));
    expect(await listed('admin')).toEqual([]);
    expect(await listed('chief', '?whose=own')).toEqual([]);
  });

  it('is taken back by who asked for it, or refused by another with a reason', async () => {
    const form = await entered('inspector4');
    const ask = () => office.as('chief').post('/api/office/changes/lift-recusal', form);
    const answer = async (login: string, what: string, body: object) =>
      office.as(login).post(`/api/office/proposals/${(await asked).body.proposal}/${what}`, body);
    let asked = ask();
    expect((await answer('admin', 'taking-back', {})).body.code).toBe('not-for-others');
    expect((await answer('chief', 'taking-back', {})).body.state).toBe('taken-back');
    expect((await answer('admin', 'approval', {})).body.code).toBe('proposal-decided');
    asked = ask();
    expect((await answer('admin', 'refusal', {})).body.code).toBe('form-invalid');
    expect((await answer('admin', 'refusal', { reason: '利益关系仍在' })).body.state).toBe('refused');
    expect((await lines()).at(-1)).toMatchObject({ kind: 'refused', body: { reason: '利益关系仍在' } });
    expect(await office.db.recusal.count()).toBe(1);
  });

  it('that nobody has made is not found', async () => {
    const id = '0198c000-0000-4000-8000-000000000000';
    expect((await office.as('admin').post(`/api/office/proposals/${id}/approval`, {})).body.code).toBe(
      'proposal-not-found',
    );
  });

  async function entered(login: string) {
    const form = {
      personId: await personOf(office, login),
      enterpriseId: 'e0000000-0000-4000-8000-000000000001',
    };
    expectOk(await changeOffice(office, 'enter-recusal', form, { by: login }));
    return form;
  }
});

describe('an office from before there was such a record', () => {
  it('begins it once, with the accounts that stand, and never where one was signed and is gone', async () => {
    const truncate = () => asThief(() => owner.$executeRaw`TRUNCATE anjie.office_event`);
    await truncate();
    expect(await faults()).toEqual([]);
    for (let start = 0; start < 2; start++) {
      await seedReference(office.database.ownerUrl, office.parts.signer);
      await beginOfficeRecord(office.db, office.parts.signer, heads);
    }
    const actor = { kind: 'system', part: 'upgrade' };
    expect(await lines()).toMatchObject([
      ...[1, 2].map((revision) => ({ kind: 'rules-published', actor, body: { rules: 'policy', revision } })),
      { kind: 'rules-published', actor, body: { rules: 'calendar', revision: 1 } },
      { kind: 'taken-over', actor, body: { accounts: expect.any(Array) } },
      { kind: 'password-set', actor },
    ]);
    expect(await faults()).toEqual([]);
    await hireAccount(office, { login: 'later', staffNo: 'A900', roles: ['inspector'] });
    expect(await faults()).toEqual([]);

    await sign();
    await truncate();
    await beginOfficeRecord(office.db, office.parts.signer, heads);
    expect(await lines()).toEqual([]);
    expect(await faults()).toEqual([['tail-missing', 1]]);
  });
});
