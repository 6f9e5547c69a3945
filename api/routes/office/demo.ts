import { demoAccounts, demoPassword } from '../../../record/people/demo-accounts';
import type { App } from '../../app-type';
import { answers } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { DemoAccountsSchema } from '../../contract/schemas/people-schemas';
import type { ApiDeps } from '../../deps';
import { everybody } from '../../identity/access';

/** Who can be tried in a demonstration. In a real office there is nobody, whoever asks. */
export async function demoRoutes(
  app: App,
  { db, settings }: Pick<ApiDeps, 'db' | 'settings'>,
): Promise<void> {
  app.get(
    '/api/demo/accounts',
    {
      config: { access: everybody },
      schema: {
        ...operation(
          'demo-accounts',
          tags.session,
          { zh: '演示账号', en: 'Demonstration accounts' },
          {
            zh: '仅在演示(DEMO=1)中列出;正式使用时为空。',
            en: 'Listed in a demonstration (`DEMO=1`) alone; empty in a real office.',
          },
        ),
        response: answers({ 200: DemoAccountsSchema }),
      },
    },
    async () =>
      settings.demo
        ? { password: demoPassword, accounts: await demoAccounts(db) }
        : { password: null, accounts: [] },
  );
}
