import { join } from 'node:path';
import { Crew, type Addresses } from './demo/crew';
import { demonstrateNetwork } from './demo/network';
import { demonstrateProject } from './demo/project';
import { demonstrateTipOffs } from './demo/tip-offs';
import { readSetupEnvironment } from './environment';
import { sharedCache } from './folders';
import { printFailure, SetupError, terminalProgress } from './progress';
import { withPrivateSystem } from './parts/system';

const demonstrations: Readonly<Record<string, (crew: Crew) => Promise<void>>> = {
  'tip-offs': demonstrateTipOffs,
  project: demonstrateProject,
  network: demonstrateNetwork,
};

/** `npm run demo`, `npm run demo -- project`: against the running system, or one of its own where none runs. */
async function main(name = 'tip-offs'): Promise<void> {
  const demonstrate = Object.hasOwn(demonstrations, name) ? demonstrations[name] : undefined;
  if (demonstrate === undefined)
    throw new SetupError(
      `There is no demonstration "${name}".`,
      `Known: ${Object.keys(demonstrations).join(', ')}`,
    );
  const on = (addresses: Addresses) =>
    demonstrate(new Crew(addresses, (line) => process.stdout.write(`  ${line}\n`)));
  const settings = readSetupEnvironment();
  const running: Addresses = {
    api: `http://127.0.0.1:${settings.API_PORT}`,
    temporalUi: settings.TEMPORAL_UI_URL ?? `http://127.0.0.1:${settings.TEMPORAL_UI_PORT}`,
  };
  if (await answers(running.api)) {
    process.stdout.write(`The demonstration uses the running system at ${running.api}.\n\n`);
    return on(running);
  }
  process.stdout.write('No system is running: the demonstration starts one of its own.\n');
  const home = join(sharedCache.bin, '..', 'demo', String(Date.now()));
  await withPrivateSystem(home, terminalProgress(), (system) => {
    process.stdout.write('\n');
    return on(system);
  });
}

async function answers(api: string): Promise<boolean> {
  try {
    return (await fetch(`${api}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

main(process.argv[2]).then(
  () => process.exit(0),
  (error: unknown) => {
    printFailure(error);
    process.exit(1);
  },
);
