import { tellMisfits } from '../record/operation/case-misfits';
import type { Standing, StandingFault } from '../record/operation/readiness';
import type { Log } from '../record/store/log';

/** What an operator types to mend it, where one command does. */
const remedies: Partial<Record<StandingFault, string>> = {
  'migrations-missing': 'npm run db:migrate',
  'office-record-not-as-written': 'npm run verify -- --record',
};

/** Says in the log what keeps the worker from working, with the command that mends it: once for each change. */
export class SelfCheck {
  #told = '';

  constructor(private readonly parts: { readonly standing: () => Promise<Standing>; readonly log: Log }) {}

  /** @returns what keeps the worker, or some cases, from working */
  async round(): Promise<Pick<Standing, 'faults' | 'misfits'>> {
    const { standing, log } = this.parts;
    const { faults, attributes, misfits } = await standing();
    const found = JSON.stringify([faults, attributes, misfits]);
    if (found === this.#told) return { faults, misfits };
    this.#told = found;
    for (const code of faults) log.error({ event: 'not-ready', code, remedy: remedies[code] });
    for (const each of attributes) log.error({ event: 'search-attribute-missing', ...each });
    tellMisfits(log, misfits);
    if (faults.length === 0) log.info({ event: 'all-in-order' });
    return { faults, misfits };
  }
}
