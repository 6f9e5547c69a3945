import { shanghaiDate } from '../../domain/time/calendar';
import { carryProject, does, obtain, openProject, waiting } from '../harness/courses/project-course';
import type { Office } from '../harness/office';
import type { SkippingServer } from '../harness/parts/skipping-server';
import { act, carry, withdraw } from '../harness/courses/usual-course';
import type { LongPath, Path } from './paths';

const reason = '情况说明';

/** In operation nothing else waits any more. */
const operation = ['certificate/renewal', 'project/yearly-review'];

export const projectPaths: Readonly<Record<string, Path>> = {
  'project-dropped': async (office) =>
    carryProject(office, 'standard-plant', {
      instead: { 'project/lead': [{ verdict: 'dropped', reason: '选址外地' }] },
    }),
  // With its certificate, and with the item by which that was to be renewed.
  'project-withdrawn': async (office) => {
    const number = await carryProject(office, 'standard-plant', { leave: operation });
    await does(office, number, 'certificate/renewal');
    await withdraw(office, number, office.cast.investmentChief);
    return number;
  },
};

export const longProjectPaths: Readonly<Record<string, LongPath>> = {
  /** One plant on which everything happens that may happen to a project. */
  'project-ended': async (office, server) => {
    const number = await openProject(office, 'hazardous-chemical-plant');
    for (const where of ['project/lead', 'project/notification', 'approval-item/application project-filing'])
      await does(office, number, where);
    await intervenesEarly(office, number);
    await landAtTheFifthTry(office, server, number);
    await pausedAndExtended(office, server, number);
    await carry(office, number, { until: 'project/start', unhurried: true });
    await permitVoid(office, server, number);
    await stoppedForOverAYear(office, server, number);
    await carry(office, number, { until: 'project/handover', leave: operation, unhurried: true });
    await does(office, number, 'project/handover', { verdict: 'returned', reason });
    await does(office, number, 'project/handover');
    await certificatesToTheirEnds(office, server, number);
    await does(office, number, 'project/yearly-review');
    await does(office, number, 'project/yearly-review', { verdict: 'ended', reason });
    return number;
  },
};

async function intervenesEarly(office: Office, number: string): Promise<void> {
  const matter = 'works-planning-permit';
  await act(office, number, { act: 'intervene-early', matter, reason }, office.cast.planningCounter);
  await office.settled();
}

/** Withdrawn while papers are missing, declined, refused, withdrawn before it is applied for, and accepted by silence with a broken promise. */
async function landAtTheFifthTry(office: Office, server: SkippingServer, number: string): Promise<void> {
  const at = (step: string) => `approval-item/${step} land-use-permit`;
  await does(office, number, at('application'));
  await does(office, number, at('acceptance'), { verdict: 'correction', missing: ['site-plan'], reason });
  await withdrawn(office, number, at('correction'));

  await does(office, number, at('application'));
  await does(office, number, at('acceptance'), { verdict: 'declined', reason });

  await does(office, number, at('application'));
  await does(office, number, at('acceptance'));
  await does(office, number, at('decision'), { verdict: 'refused', clause: 'planning:art38', reason });
  await does(office, number, at('delivery'));

  await withdrawn(office, number, at('application'));

  await does(office, number, at('application'));
  await passes(office, server, '26 days');
  await does(office, number, at('decision'));
  await does(office, number, at('explanation'));
  await does(office, number, at('delivery'));
}

async function withdrawn(office: Office, number: string, where: string): Promise<void> {
  const { number: item } = await waiting(office, number, where);
  await withdraw(office, item, office.cast.planningChief);
  await office.settled();
}

/** Corrected once and paused on a lawful ground; extended by the head. */
async function pausedAndExtended(office: Office, server: SkippingServer, number: string): Promise<void> {
  await does(office, number, 'approval-item/application eia-report');
  const missing = ['eia-document'];
  await does(office, number, 'approval-item/acceptance eia-report', { verdict: 'correction', missing, reason });
  await does(office, number, 'approval-item/correction eia-report');
  await does(office, number, 'approval-item/acceptance eia-report');
  const { number: eia, step } = await waiting(office, number, 'approval-item/decision eia-report');
  const { ecologyHandler, deputy, director, safetyHandler } = office.cast;
  const pause = { act: 'request-pause', step, ground: 'expert-review', days: 30, reason } as const;
  await act(office, eia, pause, ecologyHandler);
  await act(office, eia, { act: 'answer-pause', step, grant: true, reason }, deputy);
  await passes(office, server, '20 days');
  await act(office, eia, { act: 'resume', step, reason }, ecologyHandler);
  await office.settled();
  await obtain(office, number, 'eia-report');

  const facility = 'safety-facility-design-review';
  await does(office, number, `approval-item/application ${facility}`);
  await does(office, number, `approval-item/acceptance ${facility}`);
  const { number: item } = await waiting(office, number, `approval-item/decision ${facility}`);
  await act(office, item, { act: 'request-extension', step, byValue: 10, reason }, safetyHandler);
  await act(office, item, { act: 'answer-extension', step, grant: true, reason, told: reason }, director);
  await office.settled();
  await obtain(office, number, facility);
}

async function permitVoid(office: Office, server: SkippingServer, number: string): Promise<void> {
  await passes(office, server, '95 days');
  await obtain(office, number, 'construction-permit');
  await does(office, number, 'project/start');
}

async function stoppedForOverAYear(office: Office, server: SkippingServer, number: string): Promise<void> {
  const stoppedOn = shanghaiDate(server.now().toISOString());
  await does(office, number, 'project/works', { verdict: 'stopped', stoppedOn, reason });
  await does(office, number, 'project/stop-report');
  await passes(office, server, '370 days');
  await does(office, number, 'project/resumption');
  await obtain(office, number, 'permit-verification');
}

/** One is refused its renewal and runs out; the other is renewed by silence with its last day, and given up later. */
async function certificatesToTheirEnds(office: Office, server: SkippingServer, number: string): Promise<void> {
  await does(office, number, 'certificate/renewal safety-licence');
  await does(office, number, 'approval-item/application safety-licence-renewal');
  await does(office, number, 'approval-item/acceptance safety-licence-renewal');
  await does(office, number, 'approval-item/deemed-decision safety-licence-renewal', {
    ...{ verdict: 'refused', clause: 'licence:art9' },
    reason,
  });
  await obtain(office, number, 'safety-licence-renewal');
  await passes(office, server, '1100 days');

  await does(office, number, 'certificate/renewal pollutant-permit-key');
  await does(office, number, 'approval-item/application pollutant-permit-key-renewal');
  await does(office, number, 'approval-item/acceptance pollutant-permit-key-renewal');
  await passes(office, server, '750 days');
  await obtain(office, number, 'pollutant-permit-key-renewal');
  await does(office, number, 'certificate/renewal pollutant-permit-key', { verdict: 'surrendered', reason });
}

async function passes(office: Office, server: SkippingServer, duration: string): Promise<void> {
  await office.settled();
  await server.sleep(duration);
  await office.settled();
}
