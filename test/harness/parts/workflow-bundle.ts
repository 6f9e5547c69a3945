import { access, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { preloadModules } from '../../../worker/bundle';
import { testServers } from '../environment';

const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** The workflows as the worker runs them, packed once for the whole run. */
export async function workflowBundle(): Promise<{ codePath: string }> {
  const codePath = join(testServers().folder, 'workflows.js');
  const known = await access(codePath).then(
    () => true,
    () => false,
  );
  if (!known) {
    const { code } = await packWorkflows(require.resolve('../../../workflows'));
    // Two suites may come here at once; either file is whole.
    await writeFile(`${codePath}.${process.pid}`, code);
    await rename(`${codePath}.${process.pid}`, codePath);
  }
  return { codePath };
}

interface Packing {
  readonly interceptors?: readonly string[];
  /** Modules that hold further forms: none can be made once the preloaded libraries are frozen. */
  readonly forms?: readonly string[];
}

export function packWorkflows(
  workflowsPath: string,
  { interceptors = [], forms = [] }: Packing = {},
): Promise<{ code: string }> {
  return bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [...interceptors],
    preloadModules: [...preloadModules, ...forms],
    failureConverterPath: require.resolve('../../../workflows/kit/failure-converter'),
    logger: quiet,
  });
}
