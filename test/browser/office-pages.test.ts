import type { Page } from 'playwright-core';
import { expectOk, handIn, toClaim, claim } from '../api/kit/story';
import { carryProject, openProject } from '../api/kit/project-course';
import { describeWithBrowser } from './kit/browser';
import { openConsole, type ConsoleOffice } from './kit/console';

/* The office's own pages of the console: each opened as the role that it is for, in both languages, wide and narrow. */

describeWithBrowser('the pages of the office', () => {
  let desk: ConsoleOffice;
  let payout: string;
  let project: string;
  beforeAll(async () => {
    desk = await openConsole();
    const { office } = desk;
    await handIn(office);
    payout = await claim(office, await toClaim(office));
    project = await openProject(office);
    await carryProject(office, project, 'project/notification');
  });
  afterAll(() => desk?.close());

  /** Waits until every reading of the page is there. */
  async function settled(page: Page, heading: string): Promise<void> {
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await page.waitForFunction(() => document.querySelectorAll('main [role=status]').length === 0);
  }

  /** Looks at a page in Chinese and in English, at the width of a desk and of a phone. */
  async function looksRight(login: string, path: string, headings: readonly [zh: string, en: string]) {
    const name = path.replaceAll(/[^a-z-]+/g, '-');
    for (const width of [1440, 390]) {
      const page = await desk.open(login, path, { width });
      await settled(page, headings[0]);
      expect([path, width, 'zh', await desk.look(page, `office${name}-${width}`)]).toEqual([
        path,
        width,
        'zh',
        [],
      ]);
      await page.getByRole('button', { name: 'English' }).click();
      await settled(page, headings[1]);
      expect([path, width, 'en', await desk.look(page, `office${name}-${width}-en`)]).toEqual([
        path,
        width,
        'en',
        [],
      ]);
      await page.context().close();
    }
  }

  it('counts the open cases as the list that each number leads to has them', async () => {
    await looksRight('deputy', '/dashboard', ['总览', 'Dashboard']);
    const { office } = desk;
    for (const login of ['deputy', 'chief', 'project1']) {
      const { whole, stages } = expectOk(await office.as(login).get('/api/reports/open-cases')).body;
      const listed = expectOk(await office.as(login).get(`${whole.cases}&limit=100`)).body.items;
      expect(whole.open).toBe(listed.length);
      for (const { cases, open, overdue } of stages) {
        const of = async (more: string) =>
          expectOk(await office.as(login).get(`${cases}&limit=100${more}`)).body.items.length;
        expect([cases, await of(''), await of('&overdue=true')]).toEqual([cases, open, overdue]);
      }
    }
    const page = await desk.open('deputy', '/dashboard');
    await page.getByRole('table', { name: '按环节' }).getByRole('link').first().click();
    await settled(page, '案件');
    expect(new URL(page.url()).search).toContain('stage=');
  });

  it('puts released payments on a list for the bank, and reads in what the bank says', async () => {
    const { office } = desk;
    await looksRight('reward', '/finance', ['发放', 'Finance']);
    expectOk(await office.as('deputy').decide(payout, 'payout/release', { verdict: 'released' }));
    const page = await desk.open('payer1', '/finance');
    await settled(page, '发放');
    await page.getByRole('checkbox', { name: '全选' }).check();
    expect(await desk.look(page, 'office-finance-choice')).toEqual([]);
    await page.getByRole('button', { name: /^列入清单/ }).click();
    await page.getByRole('button', { name: '确认列入清单' }).click();
    await page.getByText(/批次 B-.*列入 1 笔/).waitFor();
    const downloaded = page.waitForEvent('download');
    await page.getByRole('button', { name: /下载 Excel/ }).click();
    expect((await downloaded).suggestedFilename()).toMatch(/^bank-list-B-.*\.xlsx$/);
    expect(await desk.look(page, 'office-finance-batch')).toEqual([]);

    const { items } = expectOk(await office.as('confirmer1').get('/api/payouts?state=listed')).body;
    const [{ claimCode }] = items;
    const answer = `claimCode,result,bankReference,cause\n${claimCode},paid,BK20261201001,\nC-none,paid,BK2,\n`;
    const confirms = await desk.open('confirmer1', '/finance');
    await settled(confirms, '发放');
    await confirms
      .getByLabel('回盘文件')
      .setInputFiles({ name: 'returns.csv', mimeType: 'text/csv', buffer: Buffer.from(answer) });
    await confirms.getByRole('button', { name: '读入' }).click();
    await confirms.getByText('共 2 行,登记 1 行,未登记 1 行。').waitFor();
    expect(await desk.look(confirms, 'office-finance-returns')).toEqual([]);
    const paid = expectOk(await office.as('reward').get('/api/payouts?state=paid')).body.items;
    expect(paid).toMatchObject([{ number: payout, claimCode: null, waitsFor: [] }]);
    expect((await office.as('clerk1').get('/api/payouts')).status).toBe(403);
  });

  it('tells whoever has no right to a page whom it is for', async () => {
    const page = await desk.open('clerk1', '/finance');
    await page.getByText('您的岗位不能查看此页').waitFor();
    expect(await desk.look(page, 'office-no-right')).toEqual([]);
  });
});
