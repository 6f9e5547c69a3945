import { mkdirSync, openSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { testServers } from '../environment';

/**
 * The run's real Temporal server, with a namespace that no other suite gets: case numbers, which are
 * workflow ids, repeat from database to database.
 */
export function devServer(): { address: string; namespace: string } {
  const servers = testServers();
  const claims = join(servers.folder, 'namespaces');
  mkdirSync(claims, { recursive: true });
  const namespace = servers.temporalNamespaces.find((name) => claim(join(claims, name)));
  if (namespace === undefined) {
    throw new Error(
      'All namespaces of the test server are taken: raise their number in test/global-setup.ts.',
    );
  }
  return { address: servers.temporalAddress, namespace };
}

/** The file can be created once, whichever worker comes first. */
function claim(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx'));
    return true;
  } catch {
    return false;
  }
}

/** A Temporal server of the suite's own on which months pass in a moment. The suite tears it down. */
export async function timeSkipping(attempt = 1): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: testServers().testServerProgram } },
    });
  } catch (error) {
    // The SDK gives it five seconds, which on a busy machine are not always enough.
    if (attempt === 3) throw error;
    return timeSkipping(attempt + 1);
  }
}
