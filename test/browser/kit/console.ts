import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { demoPassword } from '../../../prisma/seed';
import { projectFolder } from '../../../setup/folders';
import { openOffice, type Office, type OfficeOptions } from '../../api/kit/office';
import { freeAddress, listen, openBrowser, violationsOf, type PageOptions } from './browser';

/** The console over an office of its own, as a browser opens it. */
export interface ConsoleOffice {
  readonly office: Office;
  readonly address: string;
  /** A page in a profile of its own, with nobody signed in. */
  page(options?: PageOptions): Promise<Page>;
  /** A page of the console, in a profile of its own, with somebody signed in. */
  open(login: string, path: string, options?: PageOptions): Promise<Page>;
  /** Keeps a picture of the page; returns what is wrong with it: what axe finds, what it threw, and whether it is too wide. */
  look(page: Page, name: string): Promise<string[]>;
  /** @throws where any page threw something, or its policy forbade something */
  close(): Promise<void>;
}

const pictures = join(projectFolder, '.anjie', 'pictures');
const built = join(projectFolder, 'web', 'dist');

/** @throws Error where the console is not built */
export async function openConsole(options: OfficeOptions = {}): Promise<ConsoleOffice> {
  if (!existsSync(join(built, 'index.html'))) throw new Error('the console is not built: npm test builds it');
  mkdirSync(pictures, { recursive: true });
  const settings = { publicUrl: await freeAddress(), ...options.settings };
  const office = await openOffice({
    ...options,
    settings,
    parts: { consoleFolder: built, ...options.parts },
  });
  const address = await listen(office);
  const browser = await openBrowser();
  const faults = new Map<Page, string[]>();
  const openPage = async (pageOptions: PageOptions = {}) => {
    const page = await browser.page(pageOptions);
    faults.set(page, watched(page));
    return page;
  };
  return {
    office,
    address,
    page: openPage,
    async open(login, path, pageOptions = {}) {
      const page = await openPage(pageOptions);
      await logInAs(page, address, login, `/console${path}`);
      return page;
    },
    async look(page, name) {
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      return [
        ...(await violationsOf(page)),
        ...(faults.get(page) ?? []),
        ...(tooWide ? ['wider than its window'] : []),
      ];
    },
    async close() {
      await browser.close();
      await office.close();
      // Also what nobody looked at.
      expect([...faults.values()].flat()).toEqual([]);
    },
  };
}

/** What a page throws, or its policy forbids. */
function watched(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    if (/Content.Security.Policy|Uncaught/i.test(line.text())) faults.push(line.text());
  });
  return faults;
}

/** Signs in by the page, in Chinese, and waits for the console. */
export async function logInAs(page: Page, address: string, login: string, path = '/console/'): Promise<void> {
  await page.goto(`${address}${path}`);
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('密码').fill(demoPassword);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('button', { name: '退出' }).waitFor();
}
