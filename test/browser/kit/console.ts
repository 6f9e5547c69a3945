import type { Page } from 'playwright-core';
import { demoPassword } from '../../../prisma/seed';

/** Signs in by the page, in Chinese, and waits for the console. */
export async function logInAs(page: Page, address: string, login: string, path = '/console/'): Promise<void> {
  await page.goto(`${address}${path}`);
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('密码').fill(demoPassword);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('button', { name: '退出' }).waitFor();
}
