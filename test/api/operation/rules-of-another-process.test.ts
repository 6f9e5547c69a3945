import { shanghaiDate } from '../../../domain/time/calendar';
import { changeOf } from '../deadlines/run/law';
import { later } from '../deadlines/run/wall-calendar';
import { changeOffice } from '../kit/changes';
import { openOffice, type Office } from '../kit/office';
import { openProject } from '../kit/project-course';
import { enterprise, expectOk } from '../kit/story';

/*
 * Two processes serve one office, and law is published through one of them. What the other one is asked for may stand
 * under rules that it has not read: it reads them, whoever asks for whatever view.
 */

let publishing: Office;
let other: Office;
let published = 0;
beforeAll(async () => {
  publishing = await openOffice();
  other = await openOffice({ over: publishing });
});
afterAll(async () => {
  await other.close();
  await publishing.close();
});

const views: readonly (readonly [string, (number: string) => string])[] = [
  ['the case', (number) => `/api/cases/${number}`],
  ['its family as a file', (number) => `/api/cases/${number}/file`],
  ['its ledger', (number) => `/api/cases/${number}/ledger`],
  ['its record', (number) => `/api/cases/${number}/record`],
  ['the file of its enterprise', () => `/api/enterprises/${enterprise}/file`],
  ['the list of cases', () => '/api/cases'],
];

it.each(views)('shows %s under law that was published a moment ago elsewhere', async (_what, addressOf) => {
  // Both know the law so far and are content with it for a while.
  expectOk(await other.as('auditor').get('/api/cases'));
  const before = await openProject(publishing);
  expectOk(await other.as('auditor').get(`/api/cases/${before}`));

  // Each law from a day of its own on; the cases are pinned to the revision all the same.
  published += 1;
  const from = later(shanghaiDate(new Date().toISOString()), published);
  const longer = await changeOf(publishing, 'limit.tip-off.acceptance', { value: 6 }, from);
  expectOk(await changeOffice(publishing, 'publish-policy', longer));
  const number = await openProject(publishing);

  expectOk(await other.as('auditor').get(addressOf(number)));
});
