import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unreadPolicyRows } from './checks/unread-policy';
import { unusedFilesAndExports, unusedMembers } from './checks/unused-code';
import { projectFolder } from './folders';
import { printFailure, SetupError } from './progress';

const listFile = 'test/unwired.json';

/** Something that nobody uses yet, and the piece of work that will use it. */
interface Unwired {
  readonly what: string;
  readonly row: string;
  readonly why: string;
}

/**
 * `npm run check:dead`, second half: production code and rows of law that nobody in production uses. Whatever is
 * found is wired or deleted, or listed in test/unwired.json until the work that wires it. An entry that is no
 * longer found is refused as well, so the list ends empty.
 */
async function main(): Promise<void> {
  const list = JSON.parse(readFileSync(join(projectFolder, listFile), 'utf8')) as readonly Unwired[];
  const found = new Set(await everythingUnused());
  const listed = new Set(list.map(({ what }) => what));
  const faults = [
    ...[...found]
      .filter((what) => !listed.has(what))
      .map((what) => `${what}: nobody in production uses it. Wire it, or delete it with its tests.`),
    ...list
      .filter(({ what }) => !found.has(what))
      .map(({ what }) => `${what}: is in use or gone. Take it out of ${listFile}.`),
    ...list
      .filter(({ row, why }) => !/^[A-H]\d+$/.test(row) || why.length === 0)
      .map(({ what }) => `${what}: its entry in ${listFile} needs a row of the review and a reason.`),
  ];
  if (faults.length > 0)
    throw new SetupError(`Dead code:\n${faults.map((line) => `  - ${line}`).join('\n')}`);
  process.stdout.write(`No dead code but what ${listFile} names: ${list.length}.\n`);
}

/** Members of a file that nobody uses at all are not listed one by one. */
async function everythingUnused(): Promise<string[]> {
  const code = await unusedFilesAndExports();
  const members = unusedMembers().filter((what) => !code.includes(what.split('#')[0] ?? ''));
  return [...code, ...members, ...unreadPolicyRows(code)];
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
