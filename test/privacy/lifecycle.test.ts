import { actDefs } from '../../api/contract/schemas/act-schemas';
import { steps } from '../../domain/cases/catalogue';
import { caseTypeOf } from '../../domain/case/step';
import { demoPassword } from '../../prisma/seed';
import { openDatabase } from '../../record/store/database';
import { SealingCodec } from '../../record/vault/payload-codec';
import { neededAttributes } from '../../record/operation/search-attributes';
import { eventually } from '../harness/eventually';
import { happenings } from '../harness/happenings';
import type { Answer } from '../api/kit/front';
import { expectOk, type Story } from '../api/kit/story';
import { Canaries, textsOf } from './canaries';
import { clearTextsIn, failureTypesIn, summariesOf } from './payloads';
import { all, historiesOf, placesOf, type Histories, type Place } from './places';
import { brokenDatabase, mishaps, paperOf, photograph, refusedDecisions, upload } from './planted-mishaps';
import { PlantedStory } from './planted-story';
import { scanForCanaries } from './scan';
import { openWatchedOffice, type WatchedOffice } from './watched-office';

/*
 * A reporter is never found out: tip-offs of people who gave their names, from the form to the money, through the
 * real API, PostgreSQL, Temporal, worker and mail server. There is a canary in everything that anybody writes, and
 * much goes wrong on the way. Then every place that the system writes to is searched for all of them.
 */

const canaries = new Canaries();
let office: WatchedOffice;
let story: PlantedStory;
let main: Story & { readonly caseId: string };
let histories: Histories;
let places: Record<string, Place>;
let problems: Answer[];

beforeAll(async () => {
  office = await openWatchedOffice();
  story = new PlantedStory(office.api, canaries);
  const tip = await story.handIn('main');
  const { id } = await office.api.db.caseFile.findUniqueOrThrow({ where: { number: tip.number } });
  main = { ...tip, caseId: id };
  problems = [
    ...(await mishaps(office.api, canaries, main)),
    ...(await refusedDecisions(office.api, canaries, main)),
  ];
  await walk(main);
  await story.otherEnds();
  await office.api.settled();
  const owner = openDatabase(office.api.database.ownerUrl, { applicationName: 'test-owner', poolSize: 1 });
  problems.push(await brokenDatabase(office.api, canaries, owner));
  await owner.$disconnect();
  await office.describe();
  histories = await historiesOf(office);
  places = await placesOf(office, histories, main);
});
afterAll(() => office.close());

/** From the acceptance to the money, while activities fail and the mail server refuses. */
async function walk(tip: Story): Promise<void> {
  const { api } = office;
  const { mail } = api;
  const file = await photograph(canaries, 'photograph');
  const paper = paperOf(canaries, 'paper');
  expectOk(await upload(api, canaries, file, tip));
  await story.accept(tip);
  await story.acts(tip);
  const held = expectOk(await upload(api, canaries, paper, { login: 'inspector1', number: tip.number }));
  await story.opensOriginal(tip, held.body.id);
  office.failActivity('advance', 3, failure('reading the record'));
  await story.verify(tip);
  await office.api.settled();

  mail.refuse({ code: 550, words: `no such user ${canaries.words('words of the mail server, for good')}` });
  office.failActivity('carryOutAtOnce', 1, failure('sending at once'));
  office.failActivity('carryOut', 1, failure('sending'));
  const child = await story.issueOrder(tip);
  await failureShows();
  await office.api.settled();
  mail.refuse({ code: 451, words: `try later ${canaries.words('words of the mail server, for now')}` });
  const proof = expectOk(await upload(api, canaries, file, { login: 'contact1', number: child }));
  await story.remedy(child, [proof.body.id], async () => {
    await failureShows();
    mail.refuse(null);
  });
  await story.award(tip);
  await story.pay(tip, 'main');
  await office.api.settled();
  await keepFiles([file, paper]);
  for (const { body } of office.answers) if (body?.token) canaries.keepRandom(body.token);
  canaries.keep('password of everybody', demoPassword);
}

/** Until Temporal tells of an activity that it has failed and will be tried again. */
async function failureShows(): Promise<void> {
  const before = office.descriptions.length;
  await eventually('the failure shows', async () => {
    await office.describe();
    return JSON.stringify(office.descriptions.slice(before)).includes('lastFailure');
  });
}

/** An error that says more than it should, wherever an error can say anything. */
function failure(as: string): Error {
  const inner = new Error(canaries.words(`${as}: the cause`));
  return Object.assign(new Error(canaries.words(`${as}: the message`), { cause: inner }), {
    name: canaries.ascii(`${as}: the name`),
    code: canaries.ascii(`${as}: the code`),
    detail: canaries.words(`${as}: a detail`),
  });
}

/** The files that were sent, and those into which they were cleaned. */
async function keepFiles(sent: readonly Buffer[]): Promise<void> {
  const { db, parts } = office.api;
  for (const file of sent) canaries.keepFile(file);
  const papers = await db.paper.findMany();
  expect(papers).toHaveLength(3);
  for (const { caseId, digest, held } of papers)
    canaries.keepFile(await parts.papers.read(caseId, digest, held ? 'original' : 'clean'));
}

describe('the story', () => {
  it('went all the way', async () => {
    const { outcome } = await office.api.db.caseFile.findUniqueOrThrow({ where: { id: main.caseId } });
    expect(outcome).toBe('rewarded');
  });

  it('had everything go wrong that was to', async () => {
    expect(problems.filter(({ status }) => status < 400).map(({ text }) => text)).toEqual([]);
    expect(problems.at(-1)?.body.code).toBe('internal');
    expect(office.failuresLeft).toBe(0);
    expect(office.api.mail.refused).toBeGreaterThan(1);
    const results = await office.api.db.recordEvent.findMany({ where: { kind: 'effect-done' } });
    expect(new Set(results.map(({ body }) => (body as { result: string }).result))).toEqual(
      new Set(['sent', 'undeliverable']),
    );
  });

  it('had a canary in every text that any form of a tip-off asks for', () => {
    const asked = [
      ...[...steps.values()]
        // Only orders of version 1 come to their old re-check.
        .filter(({ id }) => id !== 'rectification/recheck')
        .filter(({ id }) => ['tip-off', 'rectification', 'payout'].includes(caseTypeOf(id)))
        .flatMap(({ id, verdicts }) =>
          Object.entries(verdicts).flatMap(([verdict, { form }]) => textsOf(form, `${id} ${verdict}`)),
        ),
      ...Object.entries(actDefs)
        .filter(([act]) => act !== 'intervene-early')
        .flatMap(([act, { form }]) => textsOf(form, `act/${act}`)),
    ];
    expect(asked.filter((text) => !canaries.planted.has(text))).toEqual([]);
    expect(canaries.texts.length).toBeGreaterThan(100);
  });
});

describe('a search for all of it, in every dress', () => {
  it('finds nothing, wherever the system writes', async () => {
    const hits = await scanForCanaries({ canaries: [...canaries.texts, ...canaries.hashes], ...all(places) });
    expect(hits.map(({ canary, where, form }) => `${where}: ${canaries.nameOf(canary)} as ${form}`)).toEqual(
      [],
    );
  });

  it('can find: what may stand there is found in each of these places', async () => {
    const blind: string[] = [];
    for (const [name, { control, ...place }] of Object.entries(places)) {
      if (control === null) continue;
      const hits = await scanForCanaries({ canaries: [control], ...place });
      if (hits.length === 0) blind.push(name);
    }
    expect(blind).toEqual([]);
  });

  it('finds them where they belong: in the vault and among the sealed texts, once these are opened', async () => {
    const { db, vault } = office.api;
    const opening = { personId: null, purpose: 'drill' };
    const key = await vault.keyOf(main.caseId);
    const sealed = await db.sealedText.findMany({ where: { caseId: main.caseId } });
    const digests = (await office.api.vaultDatabase.payee.findMany({ where: { caseId: main.caseId } })).map(
      ({ digest }) => digest,
    );
    const texts = {
      identity: JSON.stringify(await vault.openIdentity(main.caseId, opening)),
      payee: JSON.stringify(
        await Promise.all(
          digests.map((digest) =>
            vault.openPayeeForPayment(main.caseId, Buffer.from(digest).toString('hex'), opening),
          ),
        ),
      ),
      texts: sealed.map(({ seq, field, ciphertext }) => key.openText(seq, field, ciphertext)).join('\n'),
    };
    const hits = await scanForCanaries({ canaries: canaries.texts, texts });
    const names = hits.map(({ canary, where }) => `${where}: ${canaries.nameOf(canary)}`);
    expect(names).toEqual(
      expect.arrayContaining([
        ...['name', 'phone', 'id-number', 'address', 'first co-signer'].map(
          (part) => `identity: main/${part}`,
        ),
        ...['holder', 'bank', 'account'].map((part) => `payee: main/corrected/${part}`),
        ...['text', 'e-mail', 'place', 'house', 'enterprise', 'remarks'].map((part) => `texts: main/${part}`),
        'texts: tip-off/verification substantiated/hazards/description',
        'texts: act/note/text',
      ]),
    );
  });

  it('finds the ids that payloads carry only once these are opened', async () => {
    const sealed = [
      'the histories',
      'what Temporal lists and describes',
      'the files of Temporal, its log among them',
    ];
    for (const name of sealed)
      expect(await scanForCanaries({ canaries: [main.caseId], ...places[name] })).toEqual([]);
  });
});

describe('what stands in clear in Temporal', () => {
  it('is ids and fixed words', () => {
    const texts = Object.values(histories).flatMap((history) => clearTextsIn(history));
    const words = new Set([...texts, ...clearTextsIn(office.descriptions)].filter((text) => !isId(text)));
    expect(words).toContain('Encoded failure');
    expect([...words].some(isNameOfSignal)).toBe(true);
    expect([...words].filter((word) => !fixedWords.has(word) && !isNameOfSignal(word))).toEqual([]);
    for (const run of Object.keys(histories)) expect(run.split(' ')[0]).toMatch(caseNumber);
  });

  it('has one type for each failure, of our own words', () => {
    const types = [...office.descriptions, ...Object.values(histories)].flatMap(failureTypesIn);
    expect(new Set(types)).toEqual(new Set(['effects-failed', 'unforeseen']));
  });

  it('has summaries that name a step, a rung and a date, or what is asked of the world', async () => {
    const summaries = await summariesOf(new SealingCodec(office.api.keys), Object.values(histories));
    const titles = [...steps.values()].map(({ title }) => `${title.zh} ${title.en.toLowerCase()}`);
    const others = [...summaries].filter((summary) => {
      const [, title = '', rest = ''] = /^(.+?)(: .+)?$/.exec(summary) ?? [];
      const rung = /^: [a-z]+(-[a-z0-9]+)* \d{4}-\d\d-\d\d \d\d:\d\d · due \d{4}-\d\d-\d\d \d\d:\d\d$/;
      return !(titles.includes(title) && rung.test(rest));
    });
    expect(summaries.size).toBeGreaterThan(10);
    const fixed = [
      '举报 tip-off №',
      '整改 rectification №',
      // Only where its workflow began before it had ended: nothing is left to do in one that ended sooner.
      '发放 payout №',
      '举报 tip-off № · 读取案卷 record read from seq 1',
      '整改 rectification № · 读取案卷 record read from seq 1',
      '发放 payout № · 读取案卷 record read from seq 1',
      '读取案卷 record read from seq 1',
      '发送通知 send what the record asks for',
      '发送通知 try again to send what the record asks for',
    ];
    const said = new Set(
      others.map((summary) =>
        summary
          .replace(/[A-Z]{2}-\d{4}-[0-9A-Z]{8}/, '№')
          .replace(/ · woken to seq \d+$/, '')
          .replace(/from seq \d+$/, 'from seq 1'),
      ),
    );
    expect(said).toContain(fixed[0]);
    expect([...said].filter((words) => !fixed.includes(words))).toEqual([]);
  });
});

/** What happened, by the catalogue, and how much was gathered with it; a text that is let pass by its keyed digest. */
function isNameOfSignal(text: string): boolean {
  const happened = text.replace(/^补发 relayed · /, '').replace(/ \(\d{1,3}\)$/, '');
  return happenings.has(happened.replace(/ [0-9a-f]{32}$/, ' 0'));
}

const caseNumber = /^(TO|RE|PO)-\d{4}-[0-9A-Z]{8}$/;

function isId(text: string): boolean {
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  const count = /^\d{1,4}$/;
  const queue = /^anjie-worker-[0-9a-f]{32}$/;
  const version = /^(@temporalio\/worker@)?\d+\.\d+\.\d+(\+[0-9a-f]{64})?$/;
  return [caseNumber, uuid, count, queue, version].some((form) => form.test(text));
}

const fixedWords: ReadonlySet<string> = new Set([
  // ours
  ...['tipOff', 'rectification', 'payout', 'wake', 'advance', 'carryOut', 'effects-failed', 'unforeseen'],
  ...['anjie', 'anjie-cases', 'anjie-worker', 'office', ...neededAttributes.map(({ name }) => name)],
  // Temporal's own
  ...['core_local_activity', 'data', 'result', 'type', 'temporal-typescript', 'TypeScriptSDK', 'BuildIds'],
  ...['Encoded failure', 'UnhandledCommand', 'request-from-RespondWorkflowTaskCompleted'],
]);
