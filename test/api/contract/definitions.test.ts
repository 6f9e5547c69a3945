import { openings, steps } from '../../../domain/cases/catalogue';
import type { Definitions } from '../../../api/contract/schemas/definition-schemas';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';

/* The one reading from which a console draws every form. */

let office: Office;
let definitions: Definitions;
let paths: Record<string, Record<string, { requestBody?: unknown }>>;
beforeAll(async () => {
  office = await openOffice();
  definitions = expectOk(await office.as('clerk1').get('/api/definitions')).body;
  ({ paths } = office.app.swagger() as unknown as { paths: typeof paths });
});
afterAll(() => office.close());

it('names each step, act and opening with the address that takes its form', () => {
  expect(definitions.steps.map(({ id }) => id)).toEqual([...steps.keys()]);
  expect(definitions.openings.map(({ caseType }) => caseType)).toEqual(
    openings.map(({ caseType }) => caseType),
  );
  const { recording, acts, openings: begun } = definitions;
  const addresses = [...definitions.steps, ...acts, ...begun, recording].map(({ address }) => address);
  const taken = addresses.filter((address) => address !== null && paths[address]?.['post'] === undefined);
  expect(taken).toEqual([]);
});

it('leaves to the reporter what a reporter decides', () => {
  const withoutAddress = definitions.steps.filter(({ address }) => address === null);
  expect(new Set(withoutAddress.map(({ role }) => role))).toEqual(new Set(['reporter']));
});

it('tells under what titles the beginning of each type of case is read', () => {
  const names = (type: keyof Definitions['caseTypes']) =>
    definitions.caseTypes[type].input.map(({ name }) => name);
  expect(names('tip-off')).toEqual(expect.arrayContaining(['channel', 'category', 'text', 'receivedAt']));
  for (const { caseType, form } of openings)
    expect([caseType, names(caseType)]).toEqual([caseType, Object.keys(form.properties)]);
});

it('is fetched once: who has it is told that it is the same', async () => {
  const clerk = office.as('clerk1');
  const { headers } = await clerk.get('/api/definitions');
  const again = await clerk.get('/api/definitions', { 'if-none-match': String(headers['etag']) });
  expect(again.status).toBe(304);
  expect((await office.as(null).get('/api/definitions')).status).toBe(401);
});
