import { addDays, addMonths, shanghaiDate, type PlainDate } from '../../domain/time/calendar';
import type { Said } from '../../setup/courses';
import { carry, openByForm, type Course, withdraw } from '../harness/courses/usual-course';
import type { Office } from '../harness/office';
import type { LongPath, Path } from './paths';

const today = shanghaiDate(new Date().toISOString());
const unhurried = true;
const reason = '情况说明';
const change = 'training-file/change';
const look = 'training-file/look';

const entered = (since: PlainDate, certificates: object[]): Said => ({
  ...{ verdict: 'changed', left: [], trained: [], certificates },
  people: [{ person: 'p1', name: '张三', duty: 'worker', job: 'welding', since }],
});
const held = (issuedOn: PlainDate) => ({
  ...{ person: 'p1', kind: 'welding', number: 'T1', issuedOn, reviews: 0, longPractice: false },
});

/** One file of the firm at a time: what follows from a change is dealt with, and then it ends. */
async function ended(office: Office, first: Said, instead: Course['instead']): Promise<string> {
  const number = await openByForm(office, 'training-file', {}, office.cast.firm);
  const waits = { unhurried, instead: { [change]: [first], ...instead } };
  await carry(office, number, { ...waits, until: 'training-file/site-check' });
  await carry(office, number, { ...waits, leave: [change, look] });
  await carry(office, number, { ...waits, leave: [look] });
  return number;
}

async function session(office: Office, course: Course): Promise<string> {
  const body = { name: '消防安全培训', purpose: reason };
  const number = await openByForm(office, 'training-session', body, office.cast.trainer);
  await carry(office, number, { unhurried, ...course });
  return number;
}

export const trainingPaths: Readonly<Record<string, Path>> = {
  'training-file-order': (office) =>
    ended(office, entered(today, []), {
      'training-file/site-check': [
        {
          ...{ verdict: 'confirmed', person: 'p1', checkedOn: today },
          hazards: [{ item: 'h1', grade: 'major', clause: 'order10:art3', description: '无证焊接。' }],
        },
      ],
    }),
  'training-file-withdrawn': async (office) => {
    const number = await openByForm(office, 'training-file', {}, office.cast.firm);
    await withdraw(office, number, office.cast.chief);
    return number;
  },
  'training-held': (office) =>
    session(office, {
      instead: {
        'training-session/approval': [{ verdict: 'returned', reason }],
        'training-session/confirmation': [{ verdict: 'returned', reason }],
      },
    }),
  'training-not-approved': (office) =>
    session(office, { instead: { 'training-session/approval': [{ verdict: 'refused', reason }] } }),
  'training-called-off': (office) =>
    session(office, { instead: { 'training-session/enrolment': [{ verdict: 'called-off', reason }] } }),
  'training-called-off-on-the-day': (office) =>
    session(office, { instead: { 'training-session/result': [{ verdict: 'called-off', reason }] } }),
  'training-withdrawn': async (office) => {
    const number = await session(office, { until: 'training-session/enrolment' });
    await withdraw(office, number, office.cast.chief);
    return number;
  },
};

export const longTrainingPaths: Readonly<Record<string, LongPath>> = {
  'training-certificate-lapses': async (office, server) => {
    // Other ways have let years go by on this server.
    const now = shanghaiDate(server.now().toISOString());
    const issuedOn = addDays(addMonths(now, -36), 100);
    const number = await openByForm(office, 'training-file', {}, office.cast.firm);
    const instead = { [change]: [entered(issuedOn, [held(issuedOn)])] };
    await carry(office, number, { unhurried, instead, until: look });
    // The look on the ninetieth day before, and the one on the day after the last.
    await server.sleep('120 days');
    await office.settled();
    await carry(office, number, { unhurried, leave: [change, look] });
    await carry(office, number, { unhurried, leave: [look] });
    return number;
  },
};
