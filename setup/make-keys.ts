import { readKeysFolder } from './environment';
import { printFailure } from './progress';
import { ensureKeys } from './parts/secrets';

/** `npm run keys`: makes the key files that are missing in KEYS_DIR. `npm start` does it by itself. */
async function main(): Promise<void> {
  const folder = readKeysFolder();
  const made = await ensureKeys(folder);
  process.stdout.write(
    made.length === 0
      ? `All keys stand in ${folder}.\n`
      : `Made ${made.join(', ')} in ${folder}. Keep a copy elsewhere: nothing can replace them.\n`,
  );
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
