import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { channelNames } from '../domain/office/channels';
import type { Attempt } from '../record/messages/messages';
import type { OfficeFigures } from '../record/operation/office-figures';
import { repairCauses } from '../record/engine/repairs';
import { misfitCodes, type MisfitCode } from '../domain/misfit';
import { standingFaults, type Standing } from '../record/operation/readiness';
import type { ReconcilerReport } from './reconciler';

/** What the worker counts for those who run it: no case, no person. */
export class WorkerMetrics {
  readonly registry = new Registry();
  readonly #open = this.#gauge('anjie_open_cases', 'Cases that are not closed');
  readonly #overdue = this.#gauge('anjie_overdue_steps', 'Open steps whose limit has ended');
  readonly #paused = this.#gauge('anjie_paused_steps', 'Open steps whose time stands still');
  readonly #oldestWakeUp = this.#gauge(
    'anjie_oldest_wake_up_seconds',
    'For how long the case has waited that has waited the longest for its workflow to read it',
  );
  readonly #undelivered = this.#gauge(
    'anjie_messages_undelivered',
    'Messages that nobody of those whom they went to has received or acknowledged in time',
  );
  readonly #oldestUnacknowledged = this.#gauge(
    'anjie_oldest_unacknowledged_seconds',
    'For how long the message has waited that has waited the longest to be acknowledged',
  );
  readonly #attempts = new Counter({
    name: 'anjie_deliveries_total',
    help: 'Attempts to tell somebody something, by channel and outcome',
    labelNames: ['channel', 'outcome'],
    registers: [this.registry],
  });
  readonly #missing = this.#gauge(
    'anjie_cases_without_workflow',
    'Open cases that the last reconciliation found without a workflow',
  );
  readonly #missed = this.#gauge(
    'anjie_rungs_missed',
    'Cases with a rung that should have fired and had not',
  );
  readonly #standingStill = this.#gauge(
    'anjie_cases_without_progress',
    'Cases that get nowhere although a workflow runs for them',
  );
  readonly #recordFaults = this.#gauge(
    'anjie_records_not_as_written',
    'Records, rows of tables, accounts and rules that are not what was written',
  );
  readonly #faults = new Gauge({
    name: 'anjie_not_ready',
    help: '1 for each reason for which the worker is not ready',
    labelNames: ['fault'],
    registers: [this.registry],
  });
  readonly #unfit = new Gauge({
    name: 'anjie_unfit_cases',
    help: 'Open cases that do not fit the code and the law that run, by what is missing',
    labelNames: ['code'],
    registers: [this.registry],
  });
  readonly #repaired = new Counter({
    name: 'anjie_workflows_repaired_total',
    help: 'Workflows that could not carry their case on and were started anew; counted in the record, by all workers together',
    labelNames: ['cause'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    for (const channel of channelNames) this.#attempts.inc({ channel, outcome: 'taken' }, 0);
  }

  figures(figures: OfficeFigures): void {
    const { openCases, overdueSteps, pausedSteps, oldestWakeUpSeconds } = figures;
    this.#undelivered.set(figures.undeliveredMessages);
    this.#oldestUnacknowledged.set(figures.oldestUnacknowledgedSeconds);
    this.#open.set(openCases);
    this.#overdue.set(overdueSteps);
    this.#paused.set(pausedSteps);
    this.#oldestWakeUp.set(oldestWakeUpSeconds);
  }

  attempted({ channel, outcome }: Pick<Attempt, 'channel' | 'outcome'>): void {
    this.#attempts.inc({ channel: channel ?? 'none', outcome });
  }

  report({ missing, rungsMissed, standing, repairs }: ReconcilerReport): void {
    this.#missing.set(missing);
    this.#missed.set(rungsMissed);
    this.#standingStill.set(standing);
    // The record counts, not this process: the figure does not fall back when a worker starts again.
    this.#repaired.reset();
    for (const cause of Object.keys(repairCauses)) this.#repaired.inc({ cause }, 0);
    for (const [cause, count] of repairs) this.#repaired.inc({ cause }, count);
  }

  /** How much was found to be other than it was written. */
  recordFaults(count: number): void {
    this.#recordFaults.set(count);
  }

  standing({ faults, misfits }: Pick<Standing, 'faults' | 'misfits'>): void {
    const unfit = (which: MisfitCode) =>
      misfits.filter(({ code }) => code === which).reduce((sum, { cases }) => sum + cases, 0);
    for (const code of misfitCodes) this.#unfit.set({ code }, unfit(code));
    for (const fault of standingFaults) this.#faults.set({ fault }, faults.includes(fault) ? 1 : 0);
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }
}
