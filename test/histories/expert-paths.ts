import { shanghaiDate } from '../../domain/time/calendar';
import { enlistExperts } from '../harness/courses/expert-pool';
import type { Office } from '../harness/office';
import type { SkippingServer } from '../harness/parts/skipping-server';
import { carry, openByForm, openStepsOf, type Course, withdraw } from '../harness/courses/usual-course';
import type { LongPath, Path } from './paths';

const reason = '情况说明';
const unhurried = true;
const told = { danger: reason, urgentMeasure: reason };

async function serve(office: Office, kind: 'question' | 'visit', course: Course): Promise<string> {
  await enlistExperts(office);
  const number = await openByForm(office, 'expert-service', { kind, skill: 'fire' }, office.cast.firm);
  await carry(office, number, { unhurried, ...course });
  return number;
}

export const expertPaths: Readonly<Record<string, Path>> = {
  'expert-answered': (office) =>
    serve(office, 'question', {
      instead: { 'expert-service/confirmation': [{ verdict: 'more-asked', question: reason }] },
    }),
  'expert-visited': (office) => serve(office, 'visit', {}),
  'expert-danger-done': (office) => {
    const visitedOn = shanghaiDate(new Date().toISOString());
    const report = { verdict: 'danger', visitedOn, days: 1, report: reason, ...told };
    return serve(office, 'visit', { instead: { 'expert-service/report': [report] } });
  },
  'expert-handed-back': (office) =>
    serve(office, 'question', {
      instead: {
        'expert-service/answer': [{ verdict: 'handed-back', why: 'busy' }],
        'expert-service/invitation': [
          { verdict: 'invited', experts: [office.cast.expert.personId] },
          { verdict: 'none-found', reason },
        ],
      },
    }),
  'expert-not-agreed': (office) =>
    serve(office, 'question', { instead: { 'expert-service/consent': [{ verdict: 'not-agreed', reason }] } }),
  'expert-service-withdrawn': async (office) => {
    const number = await serve(office, 'question', { until: 'expert-service/answer' });
    await withdraw(office, number, office.cast.chief);
    return number;
  },
};

export const longExpertPaths: Readonly<Record<string, LongPath>> = {
  'expert-silences': async (office, server) => {
    const { otherExpert, expert } = office.cast;
    const invited = { verdict: 'invited', experts: [otherExpert.personId, expert.personId] };
    const number = await serve(office, 'question', {
      until: 'expert-service/acceptance',
      instead: { 'expert-service/invitation': [invited] },
    });
    await sleepUntil(office, server, number, 'expert-service/acceptance#2');
    await carry(office, number, {
      unhurried,
      until: 'expert-service/danger-response',
      instead: { 'expert-service/answer': [{ verdict: 'danger', answer: reason, ...told }] },
    });
    await sleepUntil(office, server, number, 'expert-service/danger-review#1');
    await carry(office, number, { unhurried, until: 'expert-service/confirmation' });
    await sleepUntil(office, server, number, 'expert-service/closing#1');
    await carry(office, number, { unhurried });
    return number;
  },
};

/** Lets time go by, half a day and half a day, until it has opened this step. */
export async function sleepUntil(office: Office, server: SkippingServer, number: string, key: string): Promise<void> {
  for (let days = 0; days < 40; days += 0.5) {
    if ((await openStepsOf(office, number)).some((each) => each.key === key)) return;
    await server.sleep('12 hours');
  }
  throw new Error(`${key} does not wait`);
}
