import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { projectFolder } from '../../setup/folders';
import { openOffice, type Office } from '../api/kit/office';
import {
  describeWithBrowser,
  freeAddress,
  listen,
  openBrowser,
  violationsOf,
  type TestBrowser,
} from './kit/browser';

const pictures = join(projectFolder, '.anjie', 'pictures');

describeWithBrowser('the way of a reporter, on a phone without scripts', () => {
  let office: Office;
  let browser: TestBrowser;
  let address: string;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    office = await openOffice({ settings: { publicUrl: await freeAddress() } });
    address = await listen(office);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await office.close();
  });

  const look = (page: Page, name: string) =>
    page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const cases = () => office.db.caseFile.count({ where: { caseType: 'tip-off' } });

  async function fillMatter(page: Page): Promise<void> {
    await page.getByLabel('重大隐患').check();
    await page.getByLabel('举报内容').fill('车间里无证焊接,\n旁边堆着纸箱。');
    await page.getByLabel('实名').check();
  }

  async function fillWho(page: Page): Promise<void> {
    await page.getByLabel('姓名').fill('王小明');
    await page.getByLabel('联系电话').fill('138 0000 1111');
  }

  it('goes from the first page to the receipt, back with the code, to a photograph, and takes the report back', async () => {
    const page = await browser.page({ width: 390, scripts: false });
    await page.goto(address);
    await look(page, 'home');
    await page.getByRole('link', { name: '我要举报' }).click();
    await look(page, 'report');

    await press(page, '下一步');
    await look(page, 'report-faults');
    await page.getByRole('alert').getByRole('link').first().click();
    expect(page.url()).toContain('#f-category');
    await fillMatter(page);
    await press(page, 'English');
    expect(await page.getByLabel('What is reported').inputValue()).toContain('纸箱');
    await look(page, 'report-english');
    await press(page, '中文');
    await press(page, '下一步');
    await fillWho(page);
    await look(page, 'who');
    await press(page, '下一步');
    await look(page, 'check');

    const before = await cases();
    await press(page, '提交举报');
    const code = (await page.locator('.code').textContent()) ?? '';
    await look(page, 'slip');
    // A page that was sent is sent again by a reload.
    await page.reload();
    expect(await page.locator('.code').textContent()).toBe(code);
    expect(await cases()).toBe(before + 1);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.code').isVisible()).toBe(true);
    expect(await page.locator('header').isVisible()).toBe(false);
    await look(page, 'slip-printed');
    await page.emulateMedia({ media: 'screen' });

    // The page is not left before the code is kept: without the tick the browser does not go on.
    await press(page, '继续:查看进度');
    expect(await page.locator('.code').isVisible()).toBe(true);
    await page.getByLabel('我已保存查询码').check();
    await press(page, '继续:查看进度');
    expect(page.url()).not.toContain(code);
    await look(page, 'reading');

    await page.goto(`${address}/receipt`);
    await page.getByLabel('查询码').fill('AAAA-AAAA-AAAA-AAAA-A');
    await press(page, '查看');
    await look(page, 'code-unknown');
    await page.getByLabel('查询码').fill(code.toLowerCase());
    await press(page, '查看');

    const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#369' } })
      .jpeg()
      .toBuffer();
    const choose = (name: string, mimeType: string, buffer: Buffer) =>
      page.getByLabel('文件(一次一个)').setInputFiles({ name, mimeType, buffer });
    await choose('photo.jpg', 'image/jpeg', photo);
    await press(page, '上传');
    expect(await page.getByRole('status').textContent()).toContain('材料已收到');
    await choose('drawing.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    await press(page, '上传');
    expect(await page.getByRole('alert').textContent()).toContain('不接受此类文件');
    await look(page, 'paper-refused');

    await press(page, '撤回');
    await look(page, 'withdraw-sure');
    await press(page, '确认');
    expect(await page.getByRole('status').textContent()).toContain('撤回');
    expect(await page.locator('#state + .box').textContent()).toContain('已撤回');
    await look(page, 'withdrawn');
    await page.goto(`${address}/promises`);
    await look(page, 'promises');
  });

  it.each(['zh', 'en'] as const)('has no fault of access on any page (%s)', async (language) => {
    const page = await browser.page({ width: 390, language });
    const found: string[] = [];
    const check = async (name: string) => {
      found.push(...(await violationsOf(page)).map((each) => `${name}: ${each}`));
      const wider = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      if (Number(wider) > 0) found.push(`${name}: ${Number(wider)} px wider than the phone`);
    };
    const submit = (value: string) => page.locator(`button[name="go"][value="${value}"]:not(.link)`).click();
    for (const path of ['/', '/promises', '/receipt', '/nowhere', '/report']) {
      await page.goto(address + path);
      await check(path);
    }
    await submit('on');
    await check('faults');
    await page.locator('[name="category"]').first().check();
    await page.locator('[name="text"]').fill('Welding beside cardboard');
    await page.locator('[name="reporterKind"][value="joint"]').check();
    await submit('on');
    await check('who');
    await page.locator('[name="identity.name"]').fill('王小明');
    await page.locator('[name="identity.phone"]').fill('13800001111');
    await submit('on');
    await check('check');
    await submit('send');
    await check('slip');
    await page.locator('[name="kept"]').check();
    await page.locator('form:has([name="kept"]) button').click();
    await check('reading');
    await page.locator('form[action^="/receipt/withdraw"] button').click();
    await check('sure');
    expect(found).toEqual([]);
  });
});
