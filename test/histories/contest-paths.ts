import type { Office } from '../harness/office';
import { carry, openByForm, type Course, withdraw } from '../harness/courses/usual-course';
import type { Path } from './paths';

const reason = '情况说明';
const unhurried = true;

async function contest(office: Office, course: Course): Promise<string> {
  const body = { name: '安全生产大比武', purpose: reason };
  const number = await openByForm(office, 'contest', body, office.cast.organiser);
  await carry(office, number, { unhurried, ...course });
  return number;
}

async function team(office: Office, course: Course): Promise<string> {
  const number = await contest(office, { until: 'contest/registration' });
  const members = [{ name: '甲', insured: true, examined: true }];
  const body = { contest: number, name: '精工一队', members };
  const registered = await openByForm(office, 'contest-team', body, office.cast.firm);
  await carry(office, registered, { unhurried, ...course });
  return registered;
}

export const contestPaths: Readonly<Record<string, Path>> = {
  'contest-ranked': (office) =>
    contest(office, {
      instead: {
        'contest/approval': [{ verdict: 'returned', reason }],
        'contest/confirmation': [{ verdict: 'returned', reason }],
      },
    }),
  'contest-not-approved': (office) =>
    contest(office, { instead: { 'contest/approval': [{ verdict: 'refused', reason }] } }),
  'contest-called-off': (office) =>
    contest(office, { instead: { 'contest/registration': [{ verdict: 'called-off', reason }] } }),
  'contest-called-off-on-the-day': (office) =>
    contest(office, { instead: { 'contest/result': [{ verdict: 'called-off', reason }] } }),
  'contest-withdrawn': async (office) => {
    const number = await contest(office, { until: 'contest/registration' });
    await withdraw(office, number, office.cast.chief);
    return number;
  },
  'contest-team-ranked': (office) =>
    team(office, {
      instead: {
        'contest-team/check': [{ verdict: 'returned', missing: reason }],
        'contest-team/amendment': [
          { verdict: 'amended', members: [{ name: '乙', insured: true, examined: true }] },
        ],
        'contest-team/review': [
          { verdict: 'correction-asked', event: 'concentric-rescue', points: 90, reason },
        ],
      },
    }),
  'contest-team-refused': (office) =>
    team(office, { instead: { 'contest-team/check': [{ verdict: 'refused', reason }] } }),
  'contest-team-withdrawn': async (office) => {
    const number = await team(office, { until: 'contest-team/check' });
    await withdraw(office, number, office.cast.chief);
    return number;
  },
};

