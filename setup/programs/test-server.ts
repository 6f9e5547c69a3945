import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cache } from '../folders';
import { runTool } from '../parts/processes';
import { SetupError, type Progress } from '../progress';
import { findOnPath } from './temporal-program';

const version = '1.35.0';

/** A project for Maven, which fetches the server with its dependencies. */
const project = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>anjie</groupId><artifactId>test-server</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${version}</version></dependency>
  </dependencies>
</project>
`;

/**
 * The SDK starts this script as `PORT --enable-time-skipping`. A watcher ends the server when the test process is
 * gone, because a test process that is killed cannot do so.
 */
const launcher = (java: string, jars: string) => `#!/bin/sh
parent=$PPID
self=$$
(
  while kill -0 "$parent" 2>/dev/null && kill -0 "$self" 2>/dev/null; do sleep 2; done
  kill "$self" 2>/dev/null
) >/dev/null 2>&1 &
exec "${java}" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -cp "${jars}/*" io.temporal.testserver.TestServer "$@"
`;

/**
 * Finds or makes the server of the time-skipping tests: Temporal's test server in Java. It comes through Maven,
 * also where the native one cannot be downloaded.
 *
 * @returns the path to pass to the SDK as an existing server program
 */
export async function obtainTestServer(cache: Cache, progress: Progress): Promise<string> {
  const java = await findOnPath('java');
  if (java === undefined) {
    throw new SetupError(
      'The time-skipping tests need Java 17 or newer, and `java` is not on PATH.',
      'Debian, Ubuntu: apt-get install default-jre-headless',
    );
  }
  const jars = join(cache.testServer, `jars-${version}`);
  if (!existsSync(jars)) {
    await progress.step('time-skipping test server', () => fetchJars(cache.testServer, jars));
  }
  const program = join(cache.testServer, 'run');
  const unfinished = `${program}.${process.pid}`;
  await writeFile(unfinished, launcher(java, jars));
  await chmod(unfinished, 0o755);
  await rename(unfinished, program);
  return program;
}

async function fetchJars(folder: string, jars: string): Promise<void> {
  const maven = await findOnPath('mvn');
  if (maven === undefined) {
    throw new SetupError(
      'The time-skipping test server comes through Maven, and `mvn` is not on PATH.',
      'Debian, Ubuntu: apt-get install maven',
    );
  }
  // The folder gets its final name when it is complete, so an interrupted download is never taken for a whole one.
  const unfinished = join(folder, `fetching-${process.pid}`);
  await mkdir(unfinished, { recursive: true });
  const pom = join(unfinished, 'pom.xml');
  await writeFile(pom, project);
  const output = join(unfinished, 'jars');
  const complaint = await runTool({
    command: maven,
    args: [
      ...['--batch-mode', '--quiet', '--file', pom],
      'dependency:copy-dependencies',
      `-DoutputDirectory=${output}`,
      '-DincludeScope=runtime',
    ],
  });
  if (complaint === undefined) await rename(output, jars).catch(() => undefined);
  await rm(unfinished, { recursive: true, force: true });
  if (complaint !== undefined) {
    throw new SetupError(
      `Maven could not fetch the time-skipping test server:\n${complaint}`,
      'Check that this machine reaches a Maven repository (~/.m2/settings.xml names mirrors).',
    );
  }
}
