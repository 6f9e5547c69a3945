import { shanghaiDate } from '../../../domain/time/calendar';
import { signedProof, type ProofOfService } from '../../../record/reading/proof-of-service';
import { isSignedBy } from '../../../record/vault/signer';
import { changeOffice } from '../kit/changes';
import { openOffice, type Office } from '../kit/office';
import { Plant } from '../kit/plant';
import { firm, Publishing } from '../kit/publishing';
import { expectOk } from '../kit/story';

/* How a notice comes to its firm, over HTTP: read by its contact or served otherwise, and how that is proved. */

let office: Office;
let publishing: Publishing;
beforeAll(async () => {
  office = await openOffice();
  publishing = new Publishing(office);
});
afterAll(() => office.close());

const today = () => shanghaiDate(office.now().toISOString());

async function headOf(number: string): Promise<Buffer> {
  const { headHash } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
  return Buffer.from(headHash);
}

function isSignedByOffice({ signature, ...proof }: ProofOfService): boolean {
  return office.parts.signer.publicKeys.some((key) => isSignedBy(key, signedProof(proof), signature));
}

describe('a notice that is served otherwise', () => {
  it('has its proof in the file, and counts as served', async () => {
    const id = await publishing.published({ title: '送达回证' }, { enterpriseIds: [firm(3)] });
    const number = await publishing.numberFor(id, firm(3));
    const served = (papers: string[], login = 'policy1') =>
      office
        .as(login)
        .decide(number, 'notice/service', { verdict: 'served', way: 'post', servedOn: today(), papers });
    expect((await served([])).body).toMatchObject({ code: 'form-invalid', errors: [{ pointer: '/papers' }] });
    const stranger = await served([firm(1)]);
    expect(stranger.body).toMatchObject({
      status: 422,
      code: 'paper-unknown',
      errors: [{ pointer: '/papers/0' }],
    });
    const paper = await publishing.proofFor(number);
    expect((await served([paper], 'policy2')).body.code).toBe('case-not-found');
    expect(expectOk(await served([paper])).body.outcome).toBe('served');
    expect(await publishing.reading(id)).toMatchObject({ targeted: 1, served: 1, open: 0 });

    const proof = expectOk(await office.as('chief').get(`/api/notices/${number}/proof`)).body;
    expect(proof).toMatchObject({
      ...{ number, publication: { id, title: '送达回证' }, enterprise: { id: firm(3) } },
      service: { way: 'post', servedOn: today(), by: await publishing.nameOf('policy1') },
      papers: [{ id: paper, mediaType: 'application/pdf' }],
      record: { hash: (await headOf(number)).toString('hex') },
    });
    expect(isSignedByOffice(proof)).toBe(true);
    expect(isSignedByOffice({ ...proof, service: { ...proof.service, servedOn: '2026-01-01' } })).toBe(false);
  });

  it('that cannot be served is counted apart', async () => {
    const id = await publishing.published({ title: '无法送达' }, { enterpriseIds: [firm(4)] });
    const number = await publishing.numberFor(id, firm(4));
    const body = { verdict: 'undeliverable', reason: '登记住所无人' };
    expectOk(await office.as('policy1').decide(number, 'notice/service', body));
    expect(await publishing.reading(id)).toMatchObject({ undeliverable: 1, open: 0 });
  });
});

describe('proof that a notice has come to its firm', () => {
  let number: string;
  beforeAll(async () => {
    const id = await publishing.published({ title: '已阅证明' }, { enterpriseIds: [firm(1)] });
    number = await publishing.numberFor(id, firm(1));
  });
  const proof = (login: string, form = '') => office.as(login).get(`/api/notices/${number}/proof${form}`);

  it('is not there before', async () => {
    for (const form of ['', '.pdf']) {
      expect((await proof('chief', form)).body).toMatchObject({ status: 409, code: 'notice-not-served' });
      expect((await proof('contact2', form)).body.code).toBe('case-not-found');
      expect((await proof('clerk1', form)).body.code).toBe('case-not-found');
    }
  });

  it('says who of the firm read it and when, to the bureau and to the firm itself', async () => {
    expectOk(await office.as('contact1').decide(number, 'notice/receipt', { verdict: 'read' }));
    for (const login of ['policy1', 'contact1']) {
      const { body } = expectOk(await proof(login));
      expect(body.service).toMatchObject({
        ...{ way: 'account', servedOn: today(), by: await publishing.nameOf('contact1') },
      });
      expect(body.papers).toEqual([]);
      expect(isSignedByOffice(body)).toBe(true);
    }
  });

  it('is printed', async () => {
    const printed = expectOk(await proof('contact1', '.pdf'));
    expect(printed.headers['content-type']).toBe('application/pdf');
    expect(printed.text.startsWith('%PDF-1.7')).toBe(true);
  });

  it('is not printed where a character of a name is in no font: the answer names it', async () => {
    const { name } = await office.db.enterprise.findUniqueOrThrow({ where: { id: firm(1) } });
    const rename = (to: string) =>
      changeOffice(office, 'rename-enterprise', { enterpriseId: firm(1), name: to }, { by: 'policy1' });
    expectOk(await rename('𠮷田镇金属制品有限公司'));
    const refused = await proof('policy1', '.pdf');
    expect([refused.status, refused.body.code]).toEqual([409, 'character-not-printable']);
    expect(refused.body.facts).toEqual({ characters: ['𠮷 U+20BB7'] });
    expectOk(await rename(name));
    expectOk(await proof('policy1', '.pdf'));
  });

  it('of another case is not there', async () => {
    const plant = await Plant.open(office);
    const { body } = await office.as('project1').get(`/api/notices/${plant.number}/proof`);
    expect(body.code).toBe('case-not-found');
  });
});

describe('a firm that does not read', () => {
  it('is counted as reminded, and its notice waits for an officer when the time to read is over', async () => {
    const id = await publishing.published({ title: '逾期未阅' }, { enterpriseIds: [firm(2)] });
    const { caseId } = await office.db.publicationTarget.findFirstOrThrow({ where: { publicationId: id } });
    const passTo = async (rung: string) => {
      const { view } = (await office.desk.viewOf({ caseId: caseId! }))!;
      const { rungs } = view.steps['notice/receipt#1']!.clock;
      const at = rungs.find((each) => each.id === rung)!.fireAt;
      office.sleep(Date.parse(at) - office.now().getTime());
      office.logOut();
      await office.desk.advance({ caseId: caseId!, knownSeq: view.seq, at, wants: [] });
    };
    await passTo('remind-50');
    expect(await publishing.reading(id)).toMatchObject({ targeted: 1, reminded: 1, open: 1 });
    expect((await publishing.firmsOf(id))[0]!['remindedAt']).toEqual(expect.any(String));
    await passTo('remind-80');
    expect(await publishing.reading(id)).toMatchObject({ reminded: 1 });
    const waits = async () =>
      (await office.as('policy1').get('/api/worklist?limit=100')).body.items.filter(
        ({ number, step }: { number: string; step: string }) => step === 'notice/service' && number === mine,
      );
    const mine = await publishing.numberFor(id, firm(2));
    expect(await waits()).toEqual([]);
    await passTo('expire');
    expect(await waits()).toHaveLength(1);
    expect(await publishing.reading(id)).toMatchObject({ open: 1 });

    const papers = [await publishing.proofFor(mine)];
    const served = { verdict: 'served', way: 'left-behind', servedOn: today(), papers };
    expectOk(await office.as('policy1').decide(mine, 'notice/service', served));
    const by = async (login: string) =>
      expectOk(await office.as(login).get(`/api/notices/${mine}/proof`)).body.service.by;
    expect(await by('chief')).toBe(await publishing.nameOf('policy1'));
    // Who of the office went there is the office's affair.
    expect(await by('contact2')).toBeNull();
  });
});
