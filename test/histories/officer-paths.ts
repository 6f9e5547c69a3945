import { addDays, addMonths, shanghaiDate } from '../../domain/time/calendar';
import type { Office } from '../harness/office';
import { carry, openByForm, withdraw, type Course } from '../harness/courses/usual-course';
import type { LongPath, Path } from './paths';

/* The post of a firm's chief safety officer. A firm has one at a time, so each of these ends. */

const today = shanghaiDate(new Date().toISOString());
const reason = '情况说明';
const returned = { verdict: 'returned', reason };
const renewed = { verdict: 'renewed', certificateIssuedOn: today };
const left = { verdict: 'left', leftOn: today, cause: 'resigned' };
const fulfilled = { verdict: 'fulfilled', assessment: reason };

async function open(office: Office, course: Course): Promise<string> {
  const number = await openByForm(office, 'chief-officer', { reason }, office.cast.firmHead);
  await carry(office, number, { unhurried: true, ...course });
  return number;
}

export const officerPaths: Readonly<Record<string, Path>> = {
  'officer-released': (office) => open(office, {}),
  'officer-replaced': (office) =>
    open(office, {
      // While the post is vacant nobody may do its duties.
      leave: ['plan', 'training', 'rounds', 'drill'].map((duty) => `chief-officer/${duty}`),
      instead: {
        'chief-officer/check': [returned],
        'chief-officer/filing': [returned],
        'chief-officer/service': [renewed, renewed, left, left, left, left],
        'chief-officer/renewal-check': [{ verdict: 'refused', reason }],
        'chief-officer/review': [fulfilled, { ...fulfilled, verdict: 'deficient' }, fulfilled, fulfilled],
        'chief-officer/release': [{ verdict: 'kept', reason }],
      },
    }),
  'officer-withdrawn': async (office) => {
    const number = await open(office, { until: 'chief-officer/filing' });
    await withdraw(office, number, office.cast.chief);
    return number;
  },
};

export const longOfficerPaths: Readonly<Record<string, LongPath>> = {
  'officer-expired': async (office, server) => {
    // Other ways have let years go by on this server.
    const now = shanghaiDate(server.now().toISOString());
    const qualities = {
      ...{ post: 'general-manager', dedicated: true, safetyYears: 5 },
      certificateIssuedOn: addDays(addMonths(now, -36), 20),
    };
    const number = await open(office, {
      until: 'chief-officer/service',
      instead: { 'chief-officer/check': [{ verdict: 'fit', ...qualities }] },
    });
    await server.sleep('60 days');
    await office.settled();
    await withdraw(office, number, office.cast.chief);
    return number;
  },
};
