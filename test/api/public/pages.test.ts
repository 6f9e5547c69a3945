import { openOffice, type Office } from '../kit/office';
import { handIn } from '../kit/story';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

it('says at the bare address what this is and where to go, in both languages', async () => {
  const { status, headers, text } = await office.as(null).get('/');
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(text).toContain('办案系统');
  expect(text).toContain('casework system');
  for (const [, address = ''] of text.matchAll(/href="([^"]+)"/g))
    expect([address, (await office.as(null).get(address)).status]).not.toEqual([address, 404]);
});

it('answers the link of every mail alike, whether there is such a case or not, and tells nothing of it', async () => {
  const { number } = await handIn(office);
  const link = async (of: string, login: string | null) =>
    (await office.as(login).get(`/cases/${of}`)).text.replaceAll(of, 'NUMBER');
  const nowhere = `${number.slice(0, -3)}222`;
  const known = await link(number, null);
  expect(known).toContain('登录');
  expect(known).toContain('logged in');
  expect(await link(nowhere, null)).toBe(known);
  expect(await link(number, 'chief')).toBe(known);
});

it('runs nothing, loads nothing and is framed by nobody', async () => {
  const { headers, text } = await office.as(null).get('/');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-inline');
  expect(text).not.toMatch(/<script|\son[a-z]+=|javascript:/i);
});

it('takes no address that is no number of a case', async () => {
  const { status, text } = await office.as(null).get(`/cases/${encodeURIComponent('<script>')}`);
  expect(status).toBe(400);
  expect(text).not.toContain('<script>');
});
