import sharp from 'sharp';
import { eventually } from '../harness/eventually';
import { multipart } from '../api/kit/front';
import type { Office } from '../api/kit/office';
import { openProject } from '../api/kit/project-course';
import { accept, assign, does, expectOk, handIn, rectify, verify } from '../api/kit/story';
import { describeWithBrowser } from './kit/browser';
import { openConsole, type ConsoleOffice } from './kit/console';

/* One case before somebody: what it asks of them, what would come of it, and what others do meanwhile. */

describeWithBrowser('the page of a case', () => {
  let desk: ConsoleOffice;
  let office: Office;
  beforeAll(async () => {
    desk = await openConsole();
    office = desk.office;
  });
  afterAll(() => desk?.close());

  it('shows the reward line by line before it is proposed, and proposes nothing by that', async () => {
    const story = await handIn(office);
    await accept(office, story);
    await assign(office, story);
    await verify(office, story);
    await rectify(office, story);
    await does(office, story, 'tip-off/penalty');
    const { seq } = await office.db.caseFile.findUniqueOrThrow({ where: { number: story.number } });
    const page = await desk.open('reward', `/cases/${story.number}`);
    await page.getByRole('radio', { name: '提请', exact: true }).check();
    const radios = page.locator('form');
    for (const box of await radios.getByRole('radio', { name: '否', exact: true }).all()) await box.check();
    for (const none of await radios.getByRole('checkbox', { name: '无' }).all()) await none.check();
    for (const choice of await radios.getByRole('combobox').all()) await choice.selectOption({ index: 1 });
    await page.getByRole('button', { name: '先看结果' }).click();
    const foreseen = page.getByRole('status', { name: '提交后将如此(尚未提交)' });
    await foreseen.waitFor();
    expect(await foreseen.innerText()).toMatch(/金额[\s\S]*元/);
    expect(await desk.look(page, 'case-foreseen')).toEqual([]);
    expect((await office.db.caseFile.findUniqueOrThrow({ where: { number: story.number } })).seq).toBe(seq);
  });

  it('offers each person the acts that are theirs, on the steps that wait', async () => {
    const story = await handIn(office);
    const offered = async (login: string) => {
      const page = await desk.open(login, `/cases/${story.number}`);
      await page.getByRole('button', { name: '其他操作' }).click();
      const options = await page.getByLabel('操作', { exact: true }).locator('option').allInnerTexts();
      await page.close();
      return options.slice(1);
    };
    expect(await offered('clerk1')).not.toContain('指派');
    expect(await offered('chief')).toContain('指派');
  });

  it('shows what others do without being asked, and keeps what is being typed', async () => {
    const story = await handIn(office);
    const list = await desk.open('clerk1', '/');
    const page = await desk.open('clerk1', `/cases/${story.number}`);
    await page.getByRole('radio', { name: '不予受理', exact: true }).check();
    const reason = page.getByRole('textbox').last();
    await reason.fill('不属于本部门职责');

    const { number } = await handIn(office);
    await list.getByRole('link', { name: number }).waitFor();
    await accept(office, story);
    await page.getByText('该环节现在不能由您办理').waitFor();
    expect(await reason.inputValue()).toBe('不属于本部门职责');
    expect(await desk.look(page, 'case-gone')).toEqual([]);
    await list.getByRole('link', { name: story.number }).waitFor({ state: 'detached' });
  });

  it('has again what was typed, after a reload, until it is sent', async () => {
    const story = await handIn(office);
    const page = await desk.open('clerk1', `/cases/${story.number}`);
    const begin = () => page.getByRole('radio', { name: '不予受理', exact: true }).check();
    await begin();
    await page.getByRole('textbox').last().fill('不属于本部门职责');
    await page.getByText('草稿已保存').waitFor();
    await page.reload();
    await begin();
    await page.getByText('已恢复草稿').waitFor();
    expect(await page.getByRole('textbox').last().inputValue()).toBe('不属于本部门职责');
    expect(await desk.look(page, 'case-draft')).toEqual([]);
    await page.getByRole('radio', { name: '否', exact: true }).check();
    await page.getByRole('combobox').first().selectOption({ index: 1 });
    await page.getByRole('button', { name: '提交: 不予受理' }).click();
    await page.getByText('已恢复草稿').waitFor({ state: 'detached' });
    const { id: caseId } = await office.db.caseFile.findUniqueOrThrow({ where: { number: story.number } });
    await eventually(
      'no draft is left',
      async () => (await office.db.draft.count({ where: { caseId } })) === 0,
    );
  });

  it('is found by two characters of what it is called, or of its firm', async () => {
    const number = await openProject(office);
    const page = await desk.open('project1', '/');
    for (const text of ['新材', number.slice(-5)]) {
      await page.getByRole('searchbox', { name: '查找案件、企业' }).fill(text);
      await page.keyboard.press('Enter');
      await page.getByText(`查找“${text}”`).waitFor();
      await page.getByRole('link', { name: number }).first().waitFor();
    }
    await page.getByRole('searchbox').fill('禾源');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '企业' }).waitFor();
    await page.getByRole('link', { name: number }).first().waitFor();
    expect(await desk.look(page, 'search')).toEqual([]);
  });

  it('shows a paper over the page, and keeps nothing of it', async () => {
    const story = await handIn(office);
    const photo = { name: 'x.png', type: 'image/png' };
    const { payload, headers } = multipart(
      {},
      await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
        .png()
        .toBuffer(),
      photo,
    );
    expectOk(await office.as('clerk1').post(`/api/cases/${story.number}/papers`, payload, headers));
    const page = await desk.open('clerk1', `/cases/${story.number}`);
    await page.getByRole('button', { name: '查看' }).click();
    const shown = page.getByRole('dialog').getByRole('img');
    await shown.waitFor();
    expect(await shown.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    expect(await desk.look(page, 'case-paper')).toEqual([]);
    await page.getByRole('button', { name: '关闭' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});

describeWithBrowser('a demonstration', () => {
  it('lets anybody in as anybody with one click, and become somebody else with another', async () => {
    const desk = await openConsole({ settings: { demo: true } });
    const page = await desk.page();
    await page.goto(`${desk.address}/console/`);
    await page.getByRole('button', { name: /陈晓/ }).click();
    await page.getByRole('button', { name: '退出' }).waitFor();
    expect(await desk.look(page, 'demo-switch')).toEqual([]);
    await page.getByLabel('切换演示账号').selectOption('chief');
    await page.locator('.who > span', { hasText: '沈立' }).waitFor();
    const open = await desk.office.db.session.findMany({
      where: { expiresAt: { gt: new Date() } },
      include: { account: true },
    });
    expect(open.map(({ account }) => account.login)).toEqual(['chief']);
    await desk.close();
  });
});
