import { readSetupEnvironment } from './environment';
import { stopEverything } from './parts/processes';
import { printFailure, terminalProgress } from './progress';
import { startSystem, type RunningSystem, type SystemPlan } from './parts/system';

/** `npm start`, and with `--reload` `npm run dev`: a whole system until Ctrl-C. */
async function main(): Promise<void> {
  const settings = readSetupEnvironment();
  const progress = terminalProgress();
  const plan: SystemPlan = {
    home: settings.ANJIE_HOME,
    ports: {
      postgres: settings.POSTGRES_PORT,
      temporal: settings.TEMPORAL_PORT,
      temporalUi: settings.TEMPORAL_UI_PORT,
      api: settings.API_PORT,
      metrics: settings.METRICS_PORT,
      worker: settings.WORKER_PORT,
      smtp: settings.SMTP_PORT,
      mailUi: settings.MAIL_UI_PORT,
    },
    temporal:
      settings.temporal === null
        ? null
        : {
            ...settings.temporal,
            uiUrl: settings.TEMPORAL_UI_URL ?? `http://127.0.0.1:${settings.TEMPORAL_UI_PORT}`,
          },
    logLevel: settings.LOG_LEVEL,
    durable: true,
    reload: process.argv.includes('--reload'),
  };

  const asked = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });
  const starting = startSystem(plan, progress);
  const system = await Promise.race([starting, asked.then(() => null)]);
  if (system === null) return await stopHalfWay(starting);
  printWhereabouts(system);
  const why = await Promise.race([asked, system.ended]);
  const wanted = why.startsWith('SIG');
  process.stdout.write(
    wanted ? '\nStopping …\n' : `\n${why}. Stopping the rest. Logs: ${system.home.logs}\n`,
  );
  await system.stop();
  process.stdout.write('Stopped.\n');
  process.exit(wanted ? 0 : 1);
}

/** Ctrl-C ends a start at once, also during a build that takes minutes. */
async function stopHalfWay(starting: Promise<RunningSystem>): Promise<void> {
  process.stdout.write('\nStopping …\n');
  await stopEverything();
  // A start that loses its parts fails and clears up; a system that has just started is stopped.
  await starting.then(
    (system) => system.stop(),
    () => undefined,
  );
  process.stdout.write('Stopped.\n');
  process.exit(130);
}

function printWhereabouts({ api, temporalUi, mailUi, home, accounts }: RunningSystem): void {
  const rows: [string, string][] = [
    ['report, receipt, promises', `${api}/`],
    ['console', `${api}/console/`],
    ['API and its description', `${api}/docs`],
    ['Temporal UI', temporalUi],
    ['caught mail', mailUi],
    ['data, logs, keys', home.root],
  ];
  process.stdout.write(`\nAnjie 案结 is running.\n\n`);
  for (const [what, where] of rows) process.stdout.write(`  ${what.padEnd(26)}${where}\n`);
  process.stdout.write(
    `\n  Demonstration accounts, all with the password ${accounts[0]?.password ?? ''}\n\n`,
  );
  for (const { login, role, name } of accounts)
    process.stdout.write(`  ${login.padEnd(18)}${role.padEnd(22)}${name}\n`);
  process.stdout.write(`\n  A whole demonstration, in another terminal: npm run demo\n  Stop with Ctrl-C.\n`);
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exit(1);
});
