import { shanghaiDate } from '../../domain/time/calendar';
import { deliverNotices, withdrawPublication } from '../../record/notices/notice-publishing';
import { firmId, quietFirmId } from '../harness/cast';
import { eventually } from '../harness/eventually';
import type { Office } from '../harness/office';
import { publishingParts, tell } from '../harness/courses/publishing';
import { carry, openByForm, type Course, withdraw } from '../harness/courses/usual-course';
import type { LongPath, Path } from './paths';

const reason = '情况说明';
const visitedOn = shanghaiDate(new Date().toISOString());
const unhurried = true;
const noProblem = { verdict: 'no-problem', visitedOn, findings: reason };

/** The record stands beside everything else; nobody decides it on the usual way. */
const standing = ['credit-repair/showing'];

async function inspect(office: Office, course: Course, ground = 'plan'): Promise<string> {
  const body = { enterpriseId: firmId, ground, items: ['exits'], reason };
  const number = await openByForm(office, 'inspection', body, office.cast.lead);
  await carry(office, number, { unhurried, ...course });
  return number;
}

async function enter(office: Office, now: Date, documentNo: string, course: Course): Promise<string> {
  const establishedOn = shanghaiDate(now.toISOString());
  const body = { enterpriseId: firmId, tier: 'minor', documentNo, establishedOn, conduct: reason };
  const number = await openByForm(office, 'credit-repair', body, office.cast.legal);
  await carry(office, number, { unhurried, leave: standing, ...course });
  return number;
}

async function notify(office: Office, enterpriseId: string, course: Course): Promise<string> {
  const number = (await tell(office, new Date(), [enterpriseId])).to(enterpriseId);
  await carry(office, number, { unhurried, ...course });
  return number;
}

/** Grounds beyond the cap, so that all of them find room in one year. */
export const noticePaths: Readonly<Record<string, Path>> = {
  'inspection-not-approved': (office) =>
    inspect(office, { instead: { 'inspection/approval': [{ verdict: 'refused', reason }] } }),
  'inspection-no-problem': (office) =>
    inspect(
      office,
      {
        instead: {
          'inspection/approval': [{ verdict: 'returned', reason }],
          'inspection/visit': [noProblem],
        },
      },
      'tip-off',
    ),
  'inspection-problems-found': (office) =>
    inspect(
      office,
      { instead: { 'inspection/co-signature': [{ verdict: 'disagreed', reason }] } },
      'accident',
    ),
  'inspection-withdrawn': async (office) => {
    const number = await inspect(office, { until: 'inspection/visit' }, 'accident');
    await withdraw(office, number, office.cast.chief);
    return number;
  },
  'inspection-told-late': async (office) => {
    const number = await inspect(office, { until: 'inspection/approval' }, 'accident');
    await office.mail.down();
    await carry(office, number, { until: 'inspection/visit' });
    await eventually('the letter does not go at once', async () => {
      const { raw } = await office.client.workflow.getHandle(number).describe();
      return (raw.pendingActivities ?? []).length > 0;
    });
    await office.mail.up();
    await carry(office, number, { unhurried, instead: { 'inspection/visit': [noProblem] } });
    return number;
  },
  'notice-read': (office) => notify(office, firmId, {}),
  'notice-served': (office) => notify(office, quietFirmId, { leave: ['notice/receipt'] }),
  'notice-undeliverable': (office) =>
    notify(office, quietFirmId, {
      leave: ['notice/receipt'],
      instead: { 'notice/service': [{ verdict: 'undeliverable', reason }] },
    }),
  'notice-withdrawn': async (office) => {
    const told = await tell(office, new Date(), [firmId]);
    const withdrawal = { id: told.id, reason };
    const { db, desk, cast } = office;
    await withdrawPublication(db, withdrawal, cast.chief, await publishingParts(office, new Date()));
    await deliverNotices(db, desk, { atMost: 10 });
    return told.to(firmId);
  },
  'credit-repaired': (office) =>
    enter(office, new Date(), 'JX-2026-0001', {
      instead: { 'credit-repair/decision': [{ verdict: 'refused', reason }] },
    }),
  'credit-record-revoked': (office) =>
    enter(office, new Date(), 'JX-2026-0002', { leave: ['credit-repair/application'] }),
};

export const longNoticePaths: Readonly<Record<string, LongPath>> = {
  'notice-read-late': async (office, server) => {
    const number = (await tell(office, server.now(), [firmId])).to(firmId);
    await server.sleep('25 days');
    await carry(office, number, { unhurried, leave: ['notice/service'] });
    return number;
  },
  'credit-record-ended': async (office, server) => {
    const leave = [...standing, 'credit-repair/application'];
    const number = await enter(office, server.now(), 'JX-2026-0003', { leave });
    await server.sleep('100 days');
    return number;
  },
};
