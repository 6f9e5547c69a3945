import { randomBytes, randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { PaperPrinting } from '../../../record/papers/prints';
import { newKeyFile, parseKeyRing } from '../../../record/vault/keys';
import { makeReceipts } from '../../../record/vault/receipts';
import { multipart } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { enterprise, expectOk, handIn, today } from '../kit/story';
import { decideAsUsual, standingIn } from '../kit/usual';

/* One photograph that a firm hands in as proof for several orders: the officer at the re-check reads where else it lies. */

let office: Office;
let printing: PaperPrinting;
beforeAll(async () => {
  office = await openOffice();
  const { db } = office;
  printing = new PaperPrinting({ db, papers: office.parts.papers, receipts: makeReceipts(office.keys) });
});
afterAll(() => office.close());

/** An order that stands alone, received by the firm. */
async function order(login = 'inspector1'): Promise<string> {
  const hazards = [{ item: 'h1', grade: 'general', clause: 'exits:2', description: '疏散通道被占' }];
  const form = { enterpriseId: enterprise, source: 'patrol', foundOn: today(), hazards };
  const { number } = expectOk(await office.as(login).post('/api/rectifications', form)).body as {
    number: string;
  };
  for (let steps = 0; steps < 2; steps++) {
    const [waiting] = await standingIn(office, number);
    expectOk(await decideAsUsual(office, waiting!, waiting!.step.endsWith('order') ? { by: login } : {}));
  }
  return number;
}

async function proof(number: string, content: Buffer, login = 'contact1'): Promise<string> {
  const { payload, headers } = multipart({}, content, { name: 'x.jpg', type: 'image/jpeg' });
  return (
    expectOk(await office.as(login).post(`/api/cases/${number}/papers`, payload, headers)).body as {
      id: string;
    }
  ).id;
}

interface Listed {
  readonly id: string;
  readonly copies: { likeness: string; matters: number; numbers: string[] } | null;
}

const copiesOf = async (number: string, id: string, login = 'inspector1') =>
  (expectOk(await office.as(login).get(`/api/cases/${number}`)).body.papers as Listed[]).find(
    (paper) => paper.id === id,
  )?.copies;

/** Words of a camera, as a part of its own in a JPEG. */
const comment = Buffer.from([0xff, 0xfe, 0, 8, ...Buffer.from('camera')]);

/** A photograph of something: no two are alike. */
async function scene(): Promise<Buffer> {
  const raw = { width: 9, height: 8, channels: 3 } as const;
  return sharp(randomBytes(raw.width * raw.height * raw.channels), { raw })
    .resize(900, 800, { kernel: 'cubic' })
    .jpeg({ quality: 95 })
    .toBuffer();
}

describe('a photograph that a firm has handed in for several orders', () => {
  it('is named at the re-check with the matters in which it lies too, of all papers of firms that are there', async () => {
    const photograph = await scene();
    const [first, second] = [await order(), await order()];
    const papers = [await proof(first, photograph), await proof(second, photograph)];
    const other = await proof(second, await scene());
    expect(await copiesOf(second, papers[1]!)).toBeNull();
    await printing.round();
    expect(await copiesOf(second, papers[1]!)).toEqual({ likeness: 'same', matters: 1, numbers: [first] });
    expect(await copiesOf(first, papers[0]!)).toEqual({ likeness: 'same', matters: 1, numbers: [second] });
    expect(await copiesOf(second, other)).toBeNull();
  });

  it('is found where its camera data were changed, and where it was made smaller and saved again', async () => {
    const photograph = await scene();
    const marked = Buffer.concat([photograph.subarray(0, 2), comment, photograph.subarray(2)]);
    const smaller = await sharp(photograph).resize(640).jpeg({ quality: 70 }).toBuffer();
    const [first, second, third] = [await order(), await order(), await order()];
    const id = await proof(first, photograph);
    await proof(second, marked);
    const small = await proof(third, smaller);
    await printing.round();
    expect(await copiesOf(third, small)).toEqual({
      likeness: 'looks-alike',
      matters: 2,
      numbers: [second, first],
    });
    expect(await copiesOf(first, id)).toMatchObject({ likeness: 'same', matters: 2 });
  });

  it('is told to nobody of the firm, and by number only where the reader may see the matter', async () => {
    const photograph = await scene();
    const [own, elsewhere] = [await order(), await order('inspector-fire')];
    const id = await proof(own, photograph);
    await proof(elsewhere, photograph);
    await printing.round();
    expect(await copiesOf(own, id)).toEqual({ likeness: 'same', matters: 1, numbers: [] });
    expect(await copiesOf(own, id, 'legal')).toEqual({ likeness: 'same', matters: 1, numbers: [elsewhere] });
    expect(await copiesOf(own, id, 'contact1')).toBeNull();
  });
});

it('papers of reporters get no print, so nothing leads from a tip to another matter', async () => {
  const photograph = await scene();
  const tip = await handIn(office);
  const form = multipart({ code: tip.code }, photograph, { name: 'x', type: 'image/jpeg' });
  const sent = await office
    .as(null)
    .post('/api/public/receipt/papers', form.payload, { ...form.headers, 'idempotency-key': randomUUID() });
  const { id } = expectOk(sent).body as { id: string };
  const number = await order();
  const copy = await proof(number, photograph);
  await printing.round();
  expect(await office.db.paperPrint.count({ where: { paperId: id } })).toBe(0);
  expect(await copiesOf(number, copy)).toBeNull();
});

it('prints of an older key are made anew under the present one, and a paper without its file does not hold up others', async () => {
  const { db } = office;
  const number = await order();
  const before = await filesIn(office.folder);
  const gone = await proof(number, await scene());
  for (const file of await filesIn(office.folder)) if (!before.includes(file)) await rm(file);
  await expect(printing.round()).rejects.toThrow('1 papers got no prints');
  const papers = await db.paper.count({ where: { origin: 'enterprise' } });
  const rotated = makeReceipts(parseKeyRing(`2:${'ab'.repeat(32)}\n${newKeyFile()}`, 'test'));
  const again = new PaperPrinting({ db, papers: office.parts.papers, receipts: rotated });
  await expect(again.round()).rejects.toThrow('1 papers got no prints');
  const printed = await db.paperPrint.groupBy({ by: ['paperId', 'generation'] });
  expect(printed).toHaveLength(papers - 1);
  expect(printed.filter(({ paperId, generation }) => paperId === gone || generation !== 2)).toEqual([]);
});

async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}
