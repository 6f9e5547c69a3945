import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './folders';
import { printFailure, SetupError } from './progress';

const longestSubject = 72;

/** What is wrong with a commit, and the command that mends it. */
interface Fault {
  readonly found: string;
  readonly repair: string;
}

const hooks: Readonly<Record<string, (file: string) => Promise<Fault[]>>> = {
  'pre-commit': faultsOfStagedFiles,
  'commit-msg': async (file) => faultsOfMessage(readFileSync(file, 'utf8')),
};

/** Runs as a hook of git once `npm run hooks` has switched the hooks on; `git commit --no-verify` passes it by. */
async function main(name: string | undefined, file = ''): Promise<void> {
  const hook = hooks[name ?? ''];
  if (hook === undefined)
    throw new SetupError(`Unknown hook ${name ?? ''}. Known: ${Object.keys(hooks).join(', ')}`);
  const faults = await hook(file);
  if (faults.length === 0) return;
  throw new SetupError(faults.map(({ found, repair }) => `${found}\n→ ${repair}\n`).join('\n'));
}

/** Format and lint of the staged files, as they are in the folder, and the types of the whole project. */
async function faultsOfStagedFiles(): Promise<Fault[]> {
  const { output } = await run('git', ['diff', '--cached', '--name-only', '--diff-filter=ACMR', '-z']);
  const staged = output.split('\0').filter((file) => file !== '');
  const typescript = staged.filter((file) => file.endsWith('.ts'));
  const faults: Fault[] = [];
  const check = async (tool: string, args: readonly string[], repair: string) => {
    const { status, output: found } = await run(join('node_modules', '.bin', tool), args);
    if (status !== 0) faults.push({ found: found.trim(), repair });
  };
  if (staged.length > 0) {
    const args = ['--ignore-unknown', ...staged];
    await check('prettier', ['--check', ...args], `npx prettier --write ${args.join(' ')}, then git add`);
  }
  if (typescript.length > 0) {
    const names = typescript.join(' ');
    await check('eslint', typescript, `npx eslint --fix ${names}; what is left asks for a change by hand`);
    await check('tsc', ['--noEmit'], 'npm run check:types, after each change, until it says nothing');
  }
  return faults;
}

function faultsOfMessage(message: string): Fault[] {
  const lines = message.split('\n').filter((line) => !line.startsWith('#'));
  const [subject = '', second = '', ...rest] = lines;
  if (/^(Merge|Revert|fixup!|squash!)/.test(subject)) return [];
  const faults: Fault[] = [];
  const length = [...subject].length;
  if (length > longestSubject) {
    faults.push({
      found: `The subject has ${length} characters.`,
      repair: `Say in at most ${longestSubject} what changes; the rest belongs into the body.`,
    });
  }
  if (second.trim() !== '' || rest.every((line) => line.trim() === '')) {
    faults.push({
      found: 'The commit has no body.',
      repair: 'After an empty line, say why: what was wrong, or what becomes possible.',
    });
  }
  return faults;
}

/** Runs a program in the project's folder; both of its outputs together. */
function run(program: string, args: readonly string[]): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const options = { cwd: projectFolder, maxBuffer: 1 << 24, shell: process.platform === 'win32' };
    execFile(program, args, options, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ status, output: stdout + stderr });
    });
  });
}

main(process.argv[2], process.argv[3]).catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
