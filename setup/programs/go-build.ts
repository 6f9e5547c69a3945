import { execFile } from 'node:child_process';
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inheritedEnvironment } from '../environment';
import { runTool } from '../parts/processes';

/** The Go toolchain to fetch where the machine has an older one. */
const toolchain = '1.25.4';
/** The first version of Go that fetches the toolchain of a module by itself. */
const fetchesToolchains = [1, 21] as const;

const questionWithinMs = 600_000;
const buildWithinMs = 1_800_000;

/**
 * Installs one program into a folder with `go install`. Where the Go of the distribution is too old, a newer
 * toolchain is fetched as a module.
 * @returns the last lines of Go's output where it failed, otherwise undefined
 */
export async function goInstall(go: string, program: string, folder: string): Promise<string | undefined> {
  const { command, environment } = await recentGo(go);
  return runTool({
    command,
    // `-s -w` leaves out the symbol tables, which halves the program.
    args: ['install', '-ldflags=-s -w', program],
    environment: { ...environment, GOBIN: folder },
    timeoutMs: buildWithinMs,
  });
}

interface Go {
  readonly command: string;
  readonly environment: NodeJS.ProcessEnv;
}

async function recentGo(go: string): Promise<Go> {
  const [version = '', os = '', architecture = ''] = (await ask(go, 'env', 'GOVERSION', 'GOOS', 'GOARCH'))
    .trim()
    .split('\n');
  const [major = 0, minor = 0] = version.replace(/^go/, '').split('.').map(Number);
  if (major > fetchesToolchains[0] || minor >= fetchesToolchains[1]) {
    return { command: go, environment: { GOTOOLCHAIN: 'auto' } };
  }
  const module = `golang.org/toolchain@v0.0.1-go${toolchain}.${os}-${architecture}`;
  const { Dir: root } = JSON.parse(await ask(go, 'mod', 'download', '-json', module)) as { Dir: string };
  // Modules carry no file permissions; Go 1.21 and later set them in the same way.
  const tools = join(root, 'pkg', 'tool', `${os}_${architecture}`);
  for (const place of [join(root, 'bin'), tools]) {
    for (const name of await readdir(place)) await chmod(join(place, name), 0o755);
  }
  return { command: join(root, 'bin', 'go'), environment: { GOROOT: root, GOTOOLCHAIN: 'local' } };
}

function ask(go: string, ...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: inheritedEnvironment(), timeout: questionWithinMs, maxBuffer: 1024 * 1024 };
    execFile(go, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim().split('\n').at(-1) ?? error.message));
    });
  });
}
