import { readEngineEnvironment } from '../environment';
import { prepareTemporal } from '../parts/temporal';
import { printFailure } from '../progress';

/**
 * `npm run temporal:prepare`: adds the search attributes that the namespace lacks, without which no workflow can
 * start. It may run at any time and as often as one likes. `npm start` does it by itself.
 */
async function main(): Promise<void> {
  const temporal = readEngineEnvironment();
  const added = await prepareTemporal(temporal);
  process.stdout.write(
    added.length === 0
      ? `The namespace ${temporal.namespace} has every search attribute.\n`
      : `Added to the namespace ${temporal.namespace}: ${added.join(', ')}.\n`,
  );
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
