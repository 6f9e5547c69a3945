import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { printFailure, SetupError } from '../progress';

/**
 * `npm run backup:identity -- FILE`: makes a pair of age: the file opens what is sealed for the recipient that is
 * printed. `age-keygen` makes the same.
 */
async function main(): Promise<void> {
  const [file] = parseArgs({ allowPositionals: true }).positionals;
  if (file === undefined) throw new SetupError('Into which file?', 'npm run backup:identity -- FILE');
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  await writeFile(file, `# public key: ${recipient}\n${identity}\n`, { flag: 'wx', mode: 0o400 }).catch(
    (cause: unknown) => {
      throw new SetupError(`${file} cannot be written, or is there already.`, undefined, { cause });
    },
  );
  process.stdout.write(
    `${recipient}\n\nWhat is sealed for it is opened by ${file} alone: keep the file off this machine, twice.\n`,
  );
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
