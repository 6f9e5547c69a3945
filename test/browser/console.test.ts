import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectFolder } from '../../setup/folders';
import type { Office } from '../api/kit/office';
import { expectOk, handIn } from '../api/kit/story';
import { describeWithBrowser } from './kit/browser';
import { logInAs, openConsole, type ConsoleOffice } from './kit/console';

/* The console as staff use it: by clicking, against the office itself. `npm test` builds it first. */

const built = join(projectFolder, 'web', 'dist');
const firstLoadBytes = 300_000;

describeWithBrowser('the console', () => {
  let desk: ConsoleOffice;
  let office: Office;
  beforeAll(async () => {
    desk = await openConsole();
    office = desk.office;
  });
  afterAll(() => desk?.close());

  it('takes a tip-off from the worklist to its acceptance by clicking, and shows what came of it', async () => {
    const { number } = await handIn(office);
    const page = await desk.open('clerk1', '/');
    await page.getByRole('link', { name: number }).waitFor();
    expect(await desk.look(page, 'console-work')).toEqual([]);
    await page.getByRole('link', { name: number }).click();
    await page.getByRole('heading', { level: 1, name: number }).waitFor();
    expect(await desk.look(page, 'console-case')).toEqual([]);

    await page.getByRole('radio', { name: '受理', exact: true }).check();
    await page.getByRole('radio', { name: '否', exact: true }).check();
    expect(await desk.look(page, 'console-form')).toEqual([]);
    await page.getByRole('button', { name: '提交: 受理' }).click();
    await page.getByRole('status').waitFor();
    expect(await desk.look(page, 'console-decided')).toEqual([]);
    const { stage } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
    expect(stage).not.toBe('acceptance');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: number }).waitFor();
  });

  it('says at the field what is wrong, and keeps what was typed', async () => {
    const { number } = await handIn(office);
    const page = await desk.open('clerk1', `/cases/${number}`);
    await page.getByRole('radio', { name: '不予受理', exact: true }).check();
    await page.getByRole('button', { name: '提交: 不予受理' }).click();
    await page.getByRole('alert').waitFor();
    expect(await desk.look(page, 'console-faults')).toEqual([]);
  });

  it('tells what somebody else has done meanwhile, and goes on from there', async () => {
    const { number } = await handIn(office);
    const page = await desk.open('clerk1', `/cases/${number}`);
    await page.getByRole('radio', { name: '不予受理', exact: true }).check();
    const reason = page.getByRole('textbox').last();
    await reason.fill('不属于本部门职责');
    expectOk(await office.as('chief').act(number, 'note', { text: '请核实' }));
    await page.getByRole('radio', { name: '否', exact: true }).check();
    await page.getByRole('combobox').first().selectOption({ index: 1 });
    await page.getByText('填写期间案件有新进展').waitFor();
    expect(await desk.look(page, 'console-moved')).toEqual([]);
    expect(await reason.inputValue()).toBe('不属于本部门职责');
    await page.getByRole('button', { name: '已阅,按最新状态继续' }).click();
    await page.getByRole('button', { name: '提交: 不予受理' }).click();
    await page.getByRole('status').waitFor();
  });

  it('records a letter for a clerk, whose code is shown once', async () => {
    const page = await desk.open('clerk1', '/open');
    await page.getByRole('radio', { name: '匿名' }).check();
    await page.getByLabel('渠道').selectOption({ label: '来信' });
    await page.getByLabel('收到日期').fill(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
    await page.getByLabel('类别').selectOption({ label: '违法行为' });
    await page.getByLabel('举报内容').fill('厂房内违规动火作业。');
    await page.getByRole('button', { name: '登记举报' }).click();
    await page.getByRole('status').waitFor();
    expect(await page.locator('.code').innerText()).toMatch(/^([0-9A-Z]{4}-){4}[0-9A-Z]$/);
    expect(await desk.look(page, 'console-recorded')).toEqual([]);
  });

  it.each([1440, 1024, 390])('has its lists and openings at %s pixels, in both languages', async (width) => {
    await handIn(office);
    const page = await desk.open('clerk1', '/', { width });
    for (const [name, link] of [
      ['cases', '案件'],
      ['open', '立案'],
    ] as const) {
      await page.getByRole('navigation').getByRole('link', { name: link }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect([name, await desk.look(page, `console-${name}-${width}`)]).toEqual([name, []]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([name, wide <= width]).toEqual([name, true]);
    }
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Log out' }).waitFor();
    expect(await desk.look(page, `console-english-${width}`)).toEqual([]);
  });

  it('lets nobody in with a wrong password, and says so', async () => {
    const page = await desk.page();
    await page.goto(`${desk.address}/console/`);
    await page.getByLabel('账号').fill('clerk1');
    await page.getByLabel('密码').fill('wrong-password-1');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('alert').waitFor();
    expect(await desk.look(page, 'console-login')).toEqual([]);
  });

  it('keeps in the browser nothing but the choice of the language', async () => {
    const page = await desk.open('clerk1', '/');
    const kept = await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)]);
    expect(kept.flat().filter((key) => !/language/.test(key))).toEqual([]);
  });

  it(`loads at most ${firstLoadBytes} bytes before the worklist shows`, async () => {
    const page = await desk.page();
    const loaded = new Set<string>();
    page.on('response', (response) => {
      const path = new URL(response.url()).pathname;
      if (path.startsWith('/console/assets/')) loaded.add(path.slice('/console/'.length));
    });
    await logInAs(page, desk.address, 'clerk1');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const bytes = [...loaded].map((name) => gzipSync(readFileSync(join(built, name))).length);
    expect(bytes.length).toBeGreaterThan(0);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(firstLoadBytes);
  });
});
