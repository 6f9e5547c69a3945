import { enlistExperts } from '../harness/courses/expert-pool';
import type { Office } from '../harness/office';
import { carry, openByForm, type Course, withdraw } from '../harness/courses/usual-course';
import type { LongPath, Path } from './paths';

const reason = '情况说明';
const unhurried = true;
const danger = { verdict: 'danger', answer: reason, danger: reason, urgentMeasure: reason };

async function serve(office: Office, kind: 'question' | 'visit', course: Course): Promise<string> {
  await enlistExperts(office);
  const number = await openByForm(office, 'expert-service', { kind, skill: 'fire' }, office.cast.firm);
  await carry(office, number, { unhurried, ...course });
  return number;
}

const invite = ({ cast }: Office) => ({
  verdict: 'invited',
  experts: [cast.otherExpert.personId, cast.expert.personId],
});

export const expertPaths: Readonly<Record<string, Path>> = {
  'expert-answered': (office) =>
    serve(office, 'question', {
      instead: { 'expert-service/confirmation': [{ verdict: 'more-asked', question: reason }] },
    }),
  'expert-visited': (office) => serve(office, 'visit', {}),
  'expert-danger-done': (office) =>
    serve(office, 'visit', {
      instead: {
        'expert-service/report': [
          { ...danger, visitedOn: new Date().toISOString().slice(0, 10), days: 1, report: reason },
        ].map(({ answer: _, ...report }) => report),
      },
    }),
  'expert-handed-back': (office) =>
    serve(office, 'question', {
      instead: {
        'expert-service/answer': [{ verdict: 'handed-back', why: 'busy' }],
        'expert-service/invitation': [null, { verdict: 'none-found', reason }].map(
          (each) => each ?? { verdict: 'invited', experts: [office.cast.expert.personId] },
        ),
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
    const number = await serve(office, 'question', {
      until: 'expert-service/acceptance',
      instead: { 'expert-service/invitation': [invite(office)] },
    });
    await server.sleep('10 days');
    await carry(office, number, {
      unhurried,
      until: 'expert-service/danger-response',
      instead: { 'expert-service/answer': [danger] },
    });
    await server.sleep('3 days');
    await carry(office, number, { unhurried, until: 'expert-service/confirmation' });
    await server.sleep('40 days');
    await carry(office, number, { unhurried });
    return number;
  },
};
