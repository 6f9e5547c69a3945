import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type Page } from 'playwright-core';
import { freePort } from '../../../setup/parts/ports';
import type { Office } from '../../api/kit/office';
import { wordGiven } from '../../harness/environment';

/* A real browser for tests. Where there is none they say so aloud; on the machine that judges changes they fail. */

export interface PageOptions {
  /** Of the window, in pixels; a phone has 390. */
  readonly width?: number;
  /** False: no script runs, as in the browser of somebody careful. */
  readonly scripts?: boolean;
  readonly language?: 'zh' | 'en';
}

export interface TestBrowser {
  /** A page with a profile of its own: no cookie and no storage of another one. */
  page(options?: PageOptions): Promise<Page>;
  close(): Promise<void>;
}

const program = wordGiven('CHROMIUM_PATH') ?? '/usr/bin/chromium';
const isThere = existsSync(program);
const judges = wordGiven('CI') === 'true';

/** @throws Error where there is no browser */
export async function openBrowser(): Promise<TestBrowser> {
  if (!isThere)
    throw new Error(`there is no browser at ${program}: install chromium, or name it in CHROMIUM_PATH`);
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  return {
    page: async ({ width = 1440, scripts = true, language = 'zh' } = {}) => {
      const context = await browser.newContext({
        viewport: { width, height: width < 600 ? 844 : 900 },
        javaScriptEnabled: scripts,
        locale: language === 'zh' ? 'zh-CN' : 'en-US',
      });
      return context.newPage();
    },
    close: () => browser.close(),
  };
}

/** Tests that need a browser. Without one they are left out, aloud; where changes are judged they fail. */
export function describeWithBrowser(name: string, tests: () => void): void {
  if (isThere || judges) return describe(name, tests);
  process.stdout.write(`\nNOT RUN, no browser at ${program} (CHROMIUM_PATH): ${name}\n`);
  describe.skip(name, tests);
}

/** What axe finds on a page, a line for each rule: its name, how bad it is, and where. The page must run scripts. */
export async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, impact, nodes }) =>
      `${id} (${impact ?? '?'}): ${nodes.map(({ target }) => String(target)).join(', ')}`,
  );
}

/**
 * An address that is free on this machine, for `settings.publicUrl` of an office that is to be listened to: browsers
 * send where a page came from, and an office takes what comes from its own address alone.
 */
export async function freeAddress(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}`;
}

/** Lets an office answer on this machine: at its own address where that is one of {@link freeAddress}. */
export async function listen({ app, parts }: Office): Promise<string> {
  const own = new URL(parts.settings.publicUrl);
  await app.listen({ host: '127.0.0.1', port: own.hostname === '127.0.0.1' ? Number(own.port) : 0 });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}
