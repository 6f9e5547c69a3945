import { join } from 'node:path';
import { openVaultDatabase } from '../../record/store/database';
import { readKeyRing } from '../../record/vault/keys';
import { Vault } from '../../record/vault/vault';
import { readVaultEnvironment } from '../environment';
import { printFailure } from '../progress';

/**
 * `npm run keys:rewrap`: wraps every case key under the newest line of vault.key, while the office works. It may be
 * stopped and run again. Afterwards the older lines of vault.key may go.
 */
async function main(): Promise<void> {
  const { VAULT_DATABASE_URL, KEYS_DIR } = readVaultEnvironment();
  const masterKeys = await readKeyRing(join(KEYS_DIR, 'vault.key'));
  const database = openVaultDatabase(VAULT_DATABASE_URL, { applicationName: 'anjie-rewrap' });
  try {
    const vault = new Vault({ database, masterKeys });
    await vault.assertKeyFits();
    const moved = await vault.rewrapAll();
    process.stdout.write(
      `${moved} case keys were wrapped anew; all are under line ${masterKeys.current.generation} of vault.key now.\n`,
    );
  } finally {
    await database.$disconnect();
  }
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
