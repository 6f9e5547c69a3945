import { sweepDrafts } from '../../../record/people/drafts';
import { openOffice, type Office } from '../kit/office';
import { accept, expectOk, handIn, type Story } from '../kit/story';

/* What somebody has begun to write: theirs, sealed, and gone when it is of no use. */

let office: Office;
let story: Story;
beforeAll(async () => {
  office = await openOffice();
  story = await handIn(office);
});
afterAll(() => office.close());

const at = (number: string, place = 'tip-off/acceptance#1') =>
  `/api/cases/${number}/drafts/${encodeURIComponent(place)}`;
const form = { reason: '三号车间无证焊接,不属于本部门', nested: [{ none: true }, '', '隐患'] };

it('is there again for who wrote it, as it was typed, and for nobody else', async () => {
  const url = at(story.number);
  expect((await office.as('clerk1').get(url)).body).toEqual({ form: null, savedAt: null });
  expectOk(await office.as('clerk1').send('PUT', url, { form: { reason: 'x' } }));
  expectOk(await office.as('clerk1').send('PUT', url, { form }));
  expect((await office.as('clerk1').get(url)).body).toMatchObject({ form });
  expect((await office.as('clerk2').get(url)).body).toEqual({ form: null, savedAt: null });
  expectOk(await office.as('clerk1').send('DELETE', url));
  expectOk(await office.as('clerk1').send('DELETE', url));
  expect((await office.as('clerk1').get(url)).body).toEqual({ form: null, savedAt: null });
});

it('is sealed, stands in no record, and moves nothing', async () => {
  const before = await office.db.caseFile.findUniqueOrThrow({ where: { number: story.number } });
  expectOk(await office.as('clerk1').send('PUT', at(story.number), { form }));
  const after = await office.db.caseFile.findUniqueOrThrow({ where: { number: story.number } });
  expect(after).toEqual(before);
  const [row] = await office.db.draft.findMany();
  expect(Buffer.from(row!.form).includes('焊接')).toBe(false);
  // Moved to another's place it opens to nobody.
  await office.db.draft.updateMany({ data: { place: 'tip-off/assignment#1' } });
  expect((await office.as('clerk1').get(at(story.number, 'tip-off/assignment#1'))).body.form).toBeNull();
});

it('is not to be had about a case that one may not see, or no longer', async () => {
  for (const login of ['payer1', 'contact1'])
    for (const method of ['PUT', 'DELETE'] as const) {
      const answer = await office.as(login).send(method, at(story.number), { form });
      expect([login, method, answer.status, answer.body.code]).toEqual([
        login,
        method,
        404,
        'case-not-found',
      ]);
    }
  const huge = await office
    .as('clerk1')
    .send('PUT', at(story.number), { form: { text: 'x'.repeat(70_000) } });
  expect([huge.status, huge.body.code]).toEqual([413, 'body-too-large']);
});

it('goes after a month, and once the case has ended', async () => {
  const other = await handIn(office);
  await accept(office, other);
  await office.db.draft.deleteMany();
  for (const number of [story.number, other.number])
    expectOk(await office.as('clerk1').send('PUT', at(number), { form }));
  await sweepDrafts(office.db);
  expect(await office.db.draft.count()).toBe(2);
  await office.db.draft.updateMany({ data: { savedAt: new Date(Date.now() - 31 * 86_400_000) } });
  await sweepDrafts(office.db);
  expect(await office.db.draft.count()).toBe(0);
});
