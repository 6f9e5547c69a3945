import { seedDemo, seedReference } from '../prisma/seed';
import { readKeys } from '../record/vault/keys';
import { Signer } from '../record/vault/signer';
import { readKeysFolder, readOwnerEnvironment } from './environment';
import { migrate } from './parts/migrate';
import { printFailure, terminalProgress } from './progress';

/**
 * `npm run db:migrate`: applies the migrations, creates the two database roles, and loads law and calendar.
 * Several processes may run it at once and at any time. `npm start` runs it by itself.
 */
async function main(): Promise<void> {
  const settings = readOwnerEnvironment();
  const progress = terminalProgress();
  const applied = await progress.step('database schema', () =>
    migrate(settings.OWNER_DATABASE_URL, [settings.DATABASE_URL, settings.VAULT_DATABASE_URL]),
  );
  for (const name of applied) progress.say(`  applied ${name}`);
  const signer = new Signer((await readKeys(readKeysFolder())).sign);
  await progress.step('reference data', () => seedReference(settings.OWNER_DATABASE_URL, signer));
  if (settings.DEMO === '1') {
    const { accounts } = await progress.step('demonstration data', () =>
      seedDemo(settings.OWNER_DATABASE_URL, signer),
    );
    progress.say(`  ${accounts.length} accounts, all with the password ${accounts[0]?.password ?? ''}`);
  }
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
