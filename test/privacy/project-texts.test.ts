import { actDefs } from '../../api/contract/schemas/act-schemas';
import { stepDef, steps, openingOf } from '../../domain/cases/catalogue';
import { caseTypeOf } from '../../domain/case/step';
import { newPlant, Plant } from '../api/kit/plant';
import { expectOk, today } from '../api/kit/story';
import { standardPlant } from '../harness/courses/standard-plant';
import { Canaries, textsOf } from './canaries';
import { all, historiesOf, placesOf, type Place } from './places';
import { scanForCanaries } from './scan';
import { openWatchedOffice, type WatchedOffice } from './watched-office';

/*
 * What is written about a project, its items and its certificates is sealed like what is written about a tip-off:
 * a plant from its lead to its end, with a canary in every text, and then a search wherever the system writes.
 */

const canaries = new Canaries();
let office: WatchedOffice;
let plant: Plant;
let texts: Record<string, string>;
let places: Record<string, Place>;

beforeAll(async () => {
  office = await openWatchedOffice();
  const { form } = openingOf('project') ?? { form: undefined };
  if (form === undefined) throw new Error('nobody opens a project');
  const dropped = await Plant.open(office.api, 'project1', canaries.filled(form, 'opening', newPlant));
  await says(dropped, 'project/lead', 'dropped');
  plant = await Plant.told(office.api);
  await toOperation();
  await endCertificates();
  await says(plant, 'project/yearly-review', 'ended');
  await office.api.settled();
  await office.describe();
  texts = await openedTexts();
  const { id: caseId, number } = await caseOf(plant.number);
  places = await placesOf(office, await historiesOf(office), { number, caseId });
});
afterAll(() => office.close());

/** A decision with every text of its form planted. */
async function says(of: Plant, where: string, verdict: string, facts: object = {}): Promise<void> {
  await of.does(where, { body: planted(where.split(' ')[0] ?? '', verdict, facts) });
}

function planted(step: string, verdict: string, facts: object = {}): object {
  const form = stepDef(step).verdicts[verdict]?.form;
  if (form === undefined) throw new Error(`${step} knows no verdict ${verdict}`);
  return { verdict, ...canaries.filled(form, `${step} ${verdict}`, facts) };
}

async function toOperation(): Promise<void> {
  const { construction, start, operation, papers } = standardPlant;
  const [filing = '', ...permits] = construction;
  const early = canaries.filled(actDefs['intervene-early'].form, 'act/intervene-early', {
    matter: 'works-planning-permit',
  });
  expectOk(await plant.act('intervene-early', early, 'planning1'));
  await plant.obtains(filing);
  await plant.handsInAll(...papers.construction);
  const item = 'land-use-permit';
  await plant.does(`approval-item/application ${item}`);
  await says(plant, `approval-item/acceptance ${item}`, 'correction', { missing: ['site-plan'] });
  await plant.does(`approval-item/correction ${item}`);
  await plant.does(`approval-item/acceptance ${item}`);
  await says(plant, `approval-item/decision ${item}`, 'refused', { clause: 'land-law:44' });
  // The refusal is handed over too; then it is applied for again.
  await plant.obtains(item);
  await plant.does('approval-item/application eia-table');
  await says(plant, 'approval-item/acceptance eia-table', 'declined');
  await plant.obtains(...permits);
  await plant.does('project/construction-gate');
  await plant.handsInAll(...papers.start);
  await plant.obtains(...start);
  await plant.does('project/start');
  await says(plant, 'project/works', 'stopped', { stoppedOn: today() });
  await says(plant, 'project/stop-report', 'reported');
  await plant.does('project/resumption');
  await plant.does('project/works');
  await plant.handsInAll(...papers.operation);
  await plant.obtains(...operation);
  await plant.does('project/operation-gate');
  await says(plant, 'project/handover', 'returned');
  await plant.does('project/handover');
}

/** Its renewal is refused, and then it is given up. */
async function endCertificates(): Promise<void> {
  const { api } = office;
  const open = await api.db.caseFile.findMany({ where: { caseType: 'certificate', outcome: null } });
  expect(open.length).toBeGreaterThan(0);
  for (const { id, number } of open) {
    await plant.does('certificate/renewal', { number });
    const { number: item } = await api.db.caseFile.findFirstOrThrow({ where: { parentId: id } });
    await plant.does('approval-item/application', { number: item });
    await plant.does('approval-item/acceptance', { number: item });
    const refused = planted('approval-item/deemed-decision', 'refused', { clause: 'licence-law:50' });
    await plant.does('approval-item/deemed-decision', { number: item, body: refused });
    await plant.does('approval-item/delivery', { number: item });
    await plant.does('certificate/renewal', { number, body: planted('certificate/renewal', 'surrendered') });
  }
}

function caseOf(number: string) {
  return office.api.db.caseFile.findUniqueOrThrow({ where: { number } });
}

/** What lies sealed beside the records, opened. */
async function openedTexts(): Promise<Record<string, string>> {
  const { db, vault } = office.api;
  const sealed = await db.sealedText.findMany();
  const opened = await Promise.all(
    sealed.map(async ({ caseId, seq, field, ciphertext }) => {
      const key = await vault.keyOf(caseId);
      return [`${caseId}/${seq}${field}`, key.openText(seq, field, ciphertext)] as const;
    }),
  );
  return Object.fromEntries(opened);
}

/** Texts of forms that anybody may be asked for about a project; what is published is meant to be read. */
function askedTexts(): string[] {
  return [...steps.values()]
    .filter(({ id }) => ['project', 'approval-item', 'certificate'].includes(caseTypeOf(id)))
    .flatMap(({ id, verdicts }) =>
      Object.entries(verdicts).flatMap(([verdict, { form }]) => textsOf(form, `${id} ${verdict}`)),
    )
    .filter((text) => text !== 'approval-item/explanation published/explanation')
    .concat('opening/summary', 'act/intervene-early/reason');
}

it('had a canary in every text that is not made public, and went all the way', async () => {
  expect(askedTexts().filter((text) => !canaries.planted.has(text))).toEqual([]);
  expect((await caseOf(plant.number)).outcome).toBe('ended');
});

it('no text of a project stands in clear anywhere, but its name in the list of cases', async () => {
  const hits = await scanForCanaries({ canaries: [...canaries.texts, ...canaries.hashes], ...all(places) });
  expect(hits.map(({ canary, where }) => `${where}: ${canaries.nameOf(canary)}`)).toEqual([
    'the table anjie.case_file (rows): opening/name',
  ]);
  // The search does find what may stand there.
  for (const name of ['the histories', 'the table anjie.record_event', 'the answers kept under keys']) {
    const found = await scanForCanaries({ canaries: [places[name]?.control ?? ''], ...places[name] });
    expect([name, found.length > 0]).toEqual([name, true]);
  }
});

it('each is found among the sealed texts, once these are opened', async () => {
  const hits = await scanForCanaries({ canaries: canaries.texts, texts });
  const found = new Set(hits.map(({ canary }) => canaries.nameOf(canary)));
  expect(askedTexts().filter((text) => !found.has(text))).toEqual([]);
});
