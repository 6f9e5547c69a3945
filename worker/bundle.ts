import { fork } from 'node:child_process';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/**
 * Modules that are loaded once and frozen, instead of once for each case: the catalogue with its forms is most of what
 * a workflow would load, and holds nothing of any case. Every form has to be among them: none can be made once its
 * library is frozen.
 */
export const preloadModules = [
  require.resolve('../domain/cases/catalogue'),
  require.resolve('../workflows/procedures'),
];

type Packed = { readonly code: string };

/**
 * The workflows as the engine's sandbox takes them. They are packed in a process of its own: the packer takes
 * more memory than the worker ever needs again, and Node would not give it back.
 * @throws Error if that process ends without a word
 */
export function bundledWorkflows(): Promise<Packed> {
  return new Promise((resolve, reject) => {
    const packer = fork(__filename, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    packer.once('message', (packed: Packed) => resolve(packed));
    packer.once('error', reject);
    packer.once('exit', (status) =>
      reject(new Error(`the workflows could not be packed (${status ?? 'killed'})`)),
    );
  });
}

async function pack(): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('../workflows'),
    failureConverterPath: require.resolve('../workflows/kit/failure-converter'),
    preloadModules,
    logger: new DefaultLogger('ERROR'),
  });
  process.send?.({ code } satisfies Packed, () => process.disconnect());
}

if (require.main === module) {
  // The parent has gone, so nobody waits for the bundle.
  process.once('disconnect', () => process.exit());
  pack().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
