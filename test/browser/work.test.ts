import type { Page } from 'playwright-core';
import { accept, assign, expectOk, handIn } from '../api/kit/story';
import { withMessage } from '../api/messages/with-message';
import { describeWithBrowser } from './kit/browser';
import { openConsole, type ConsoleOffice } from './kit/console';

/* My work, as people choose from it: counted, narrowed, by keyboard, and several lines at once. */

jest.setTimeout(120_000);

describeWithBrowser('my work', () => {
  let desk: ConsoleOffice;
  beforeAll(async () => {
    desk = await openConsole();
    const { office } = desk;
    for (let i = 0; i < 2; i++) await handIn(office);
    // By the clock of the office, which is days ahead of the browser's, these are late.
    office.sleep(9 * 86_400_000);
    office.logOut();
    await handIn(office);
    for (const isPaused of [true, false]) {
      const story = await handIn(office);
      await accept(office, story);
      await assign(office, story);
      if (!isPaused) continue;
      const step = 'tip-off/verification';
      const asked = { step, ground: 'testing', days: 20, reason: '检测' };
      expectOk(await office.as('inspector1').act(story.number, 'request-pause', asked));
      expectOk(
        await office.as('deputy').act(story.number, 'answer-pause', { step, grant: true, reason: '同意' }),
      );
    }
  });
  afterAll(() => desk?.close());

  const lines = (page: Page) => page.locator('.row.body');
  const chip = (page: Page, name: string) =>
    page.getByRole('group', { name: '状态' }).getByRole('button', { name });

  it.each([
    ['clerk1', 1440, 'zh', [3, 2, 0, 0]],
    ['clerk1', 390, 'zh', [3, 2, 0, 0]],
    ['inspector1', 1440, 'en', [2, 0, 0, 1]],
  ] as const)(
    'shows %s numbers that are those of the lists they lead to (%s, %s)',
    async (login, width, language, counts) => {
      const page = await desk.open(login, '/', { width });
      if (language === 'en') await page.getByRole('button', { name: 'English' }).click();
      await lines(page).first().waitFor();
      expect(await desk.look(page, `work-${login}-${width}`)).toEqual([]);
      const chips = page.locator('.chips button');
      for (const [index, count] of counts.entries()) {
        await chips.nth(index).click();
        expect(Number(/\d+/.exec(await chips.nth(index).innerText())?.[0])).toBe(count);
        if (count === 0) await page.locator('.empty').waitFor();
        else await page.locator(`[role=table][aria-rowcount="${count + 1}"]`).waitFor();
        expect(await lines(page).count()).toBe(count);
      }
      expect(await desk.look(page, `work-narrowed-${login}-${width}`)).toEqual([]);
    },
  );

  it('says in words why a line stands where it stands, by the clock of the office', async () => {
    const late = await desk.open('clerk1', '/');
    await lines(late)
      .first()
      .getByText(/^已逾期 /)
      .waitFor();
    await lines(late)
      .first()
      .getByText(/^逾期在前 · 已用 1\d\d%$/)
      .waitFor();
    await lines(late)
      .last()
      .getByText(/^已用时限 \d+%$/)
      .waitFor();
    const paused = await desk.open('inspector1', '/');
    await lines(paused).last().getByText('时限中止').waitFor();
    await lines(paused)
      .last()
      .getByText(/检测.* · 至 20\d\d\/\d+\/\d+$/)
      .waitFor();
  });

  it('says by when a message is to be acknowledged, which opening its case does', async () => {
    const { number } = await withMessage(desk.office, 'chief', 'taken');
    const page = await desk.open('chief', '/?list=messages');
    await page.getByRole('button', { name: '待我确认 1' }).waitFor();
    await lines(page)
      .getByText(/^请于 .* 前确认$/)
      .waitFor();
    expect(await desk.look(page, 'work-messages')).toEqual([]);
    await lines(page).getByRole('link', { name: number }).click();
    await page.getByRole('heading', { level: 1, name: number }).waitFor();
    await page.getByRole('link', { name: '我的待办' }).click();
    await page.getByRole('button', { name: '待我确认 0' }).waitFor();
  });

  it('keeps a filter in the address and for the next time, and in the browser only words of the catalogue', async () => {
    const page = await desk.open('clerk1', '/');
    await page.getByLabel('环节').selectOption({ index: 1 });
    await page.waitForURL(/step=tip-off/);
    const shared = page.url();
    expect(await page.getByLabel('环节').inputValue()).toMatch(/^tip-off\//);
    await page.goto(page.url().replace(/\?.*/, ''));
    await page.waitForURL(shared);
    const kept = await page.evaluate(() => Object.entries(localStorage));
    const values = kept.filter(([key]) => key.startsWith('anjie.work.')).map(([, value]) => value);
    expect(values).toEqual([expect.stringMatching(/^(order|state|caseType|step)=[a-z%0-9A-F-]+$/)]);
    await chip(page, '全部').click();
    await page.getByLabel('环节').selectOption('');
    await page.waitForURL(/console\/?$/);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });

  it('is walked by keyboard alone: to the filters, into the lines, into a case, and tells how', async () => {
    const page = await desk.open('clerk1', '/');
    await lines(page).first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: '快捷键' }).waitFor();
    expect(await desk.look(page, 'work-keys')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^全部/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-at') === '1');
    const number = await lines(page).nth(1).getByRole('link').innerText();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: number }).waitFor();
  });

  it('assigns several cases one by one, and tells of each what came of it', async () => {
    const { office } = desk;
    const stories = [await handIn(office), await handIn(office)];
    for (const story of stories) await accept(office, story);
    const [one, moved] = stories.map(({ number }) => number) as [string, string];
    const page = await desk.open('chief', '/cases?scope=unit&state=open');
    for (const number of [one, moved]) await page.getByLabel(`选择 ${number}`).check();
    await page.getByRole('button', { name: '指派所选' }).click();
    const dialog = page.getByRole('dialog', { name: '指派所选' });
    // Meanwhile somebody writes into one of them: it is not assigned as it was not seen.
    expectOk(await office.as('chief').act(moved, 'note', { text: '请核实' }));
    await dialog.getByLabel('指派哪个环节').selectOption({ index: 1 });
    await dialog.getByLabel('承办人').selectOption({ index: 1 });
    await dialog.getByLabel('理由').fill('按辖区分工');
    await dialog.getByRole('button', { name: '逐件指派(2)' }).click();
    await dialog.getByText('1 件已指派,1 件未成').waitFor();
    await dialog.getByRole('listitem').filter({ hasText: one }).getByText('已指派').waitFor();
    await dialog.getByRole('listitem').filter({ hasText: moved }).getByText('case-moved').waitFor();
    expect(await desk.look(page, 'work-assigned')).toEqual([]);
    const files = await office.db.caseFile.findMany({ where: { number: { in: [one, moved] } } });
    const assigned = await office.db.openStep.findMany({
      where: { assignee: { not: null }, caseId: { in: files.map(({ id }) => id) } },
    });
    expect(assigned.length).toBe(1);
  });

  it('offers proposals in the menu to who decides them, and to nobody else', async () => {
    const proposals = { name: '待批准变更' };
    const editor = await desk.open('policy1', '/');
    await editor.getByRole('link', proposals).waitFor();
    const inspector = await desk.open('inspector1', '/');
    // It comes with the definitions, as the proposals would.
    await inspector.getByRole('link', { name: '立案登记' }).waitFor();
    expect(await inspector.getByRole('link', proposals).count()).toBe(0);
  });
});
