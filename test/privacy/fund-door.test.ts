import { openingOf, stepDef } from '../../domain/cases/catalogue';
import { usual } from '../../setup/courses';
import { loginAt } from '../../setup/courses/demo-logins';
import { contribute, newReference, setUpFund } from '../api/network/fund-story';
import { enterprise, expectOk } from '../api/kit/story';
import { Canaries, textsOf } from './canaries';
import { paperOf, upload } from './planted-mishaps';
import { all, historiesOf, placesOf, type Place } from './places';
import { scanForCanaries } from './scan';
import { openWatchedOffice, type WatchedOffice } from './watched-office';

/*
 * Whoever reports to the fund of their firm without an account is never found out: from the form to the money, with a
 * canary in every text and code, and then a search wherever the system writes.
 */

const canaries = new Canaries();
let office: WatchedOffice;
let number: string;
let caseId: string;
let places: Record<string, Place>;

beforeAll(async () => {
  office = await openWatchedOffice();
  const { api } = office;
  const fund = await setUpFund(api);
  await contribute(api, fund, 1_000_000);
  const { creditCode } = await api.db.enterprise.findUniqueOrThrow({ where: { id: enterprise } });
  const written = canaries.filled(formOfDoor(), 'door', { kind: 'hazard' });
  const handedIn = expectOk(await api.as(null).post('/api/public/fund-reports', { creditCode, ...written }));
  number = handedIn.body.number as string;
  const code = canaries.keep('receipt code', handedIn.body.receiptCode as string);
  canaries.keep('receipt code without its hyphens', code.replaceAll('-', ''));
  const byCode = (move: string, more: object) =>
    api.as(null).post(`/api/public/receipt${move}`, { code, ...more });
  expectOk(await upload(api, canaries, paperOf(canaries, 'paper'), { code }));
  await says('fund-report/check', 'asked');
  const answer = canaries.filled(stepDef('fund-report/answer').verdicts['answered']!.form, 'answer');
  expectOk(await byCode('/answer', answer));
  await says('fund-report/check', 'confirmed', { grade: 'general' });
  await says('fund-report/remedy', 'done');
  await says('fund-report/approval', 'approved');
  const { reward } = expectOk(await byCode('', {})).body as { reward: { claimCode: string } };
  const paid = { means: 'cash', reference: newReference(), claimCode: reward.claimCode };
  await says('fund-report/payment', 'paid', paid);
  await api.settled();
  await office.describe();
  ({ id: caseId } = await api.db.caseFile.findUniqueOrThrow({ where: { number } }));
  places = await placesOf(office, await historiesOf(office), { number, caseId });
});
afterAll(() => office.close());

function formOfDoor() {
  const door = openingOf('fund-report')?.byReporter;
  if (door === undefined) throw new Error('no reporter opens a report');
  return door.form;
}

async function says(step: string, verdict: string, facts: object = {}): Promise<void> {
  const { form } = stepDef(step).verdicts[verdict]!;
  const body = { verdict, ...canaries.filled(form, `${step} ${verdict}`, facts) };
  const login = loginAt(usual(step).by, 'jxedz-safety');
  expectOk(await office.api.as(login).decide(number, step, body));
}

it('had a canary in every text of the door, and was paid in the end', async () => {
  expect(textsOf(formOfDoor(), 'door').filter((text) => !canaries.planted.has(text))).toEqual([]);
  const { outcome } = await office.api.db.caseFile.findUniqueOrThrow({ where: { number } });
  expect(outcome).toBe('awarded');
});

it('no word of it stands in clear anywhere that the system writes to', async () => {
  const hits = await scanForCanaries({ canaries: [...canaries.texts, ...canaries.hashes], ...all(places) });
  expect(hits.map(({ canary, where }) => `${where}: ${canaries.nameOf(canary)}`)).toEqual([]);
  // The search does find what may stand there.
  for (const name of ['the histories', 'the table anjie.record_event', 'the answers kept under keys']) {
    const found = await scanForCanaries({ canaries: [places[name]?.control ?? ''], ...places[name] });
    expect([name, found.length > 0]).toEqual([name, true]);
  }
});

it('no person stands in the lines that whoever reported has written', async () => {
  const events = await office.api.db.recordEvent.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
  const own = events.filter(({ actor }) => (actor as { kind: string }).kind === 'reporter');
  expect(own.map(({ actor }) => actor)).toEqual(own.map(() => ({ kind: 'reporter' })));
  expect(own.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['opened', 'noted', 'paper-added', 'decided']),
  );
});

it('each text is found among the sealed ones, once these are opened', async () => {
  const { db, vault } = office.api;
  const key = await vault.keyOf(caseId);
  const sealed = await db.sealedText.findMany({ where: { caseId } });
  const texts = {
    sealed: sealed.map(({ seq, field, ciphertext }) => key.openText(seq, field, ciphertext)).join('\n'),
  };
  const hits = await scanForCanaries({ canaries: canaries.texts, texts });
  expect(hits.map(({ canary }) => canaries.nameOf(canary))).toEqual(
    expect.arrayContaining(['door/text', 'door/place', 'answer/text', 'fund-report/check asked/question']),
  );
});
