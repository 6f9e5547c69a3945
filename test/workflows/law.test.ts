import { shanghaiDate } from '../../domain/time/calendar';
import type { Clock } from '../../domain/time/clock-state';
import { lawInForce } from '../../record/law/policy-change';
import { publishLaw } from '../harness/publish-law';
import { sweepRules } from '../../record/law/recounting';
import type { Office } from '../harness/office';
import { openSkippingOffice } from '../harness/skipping-office';
import type { SkippingServer } from '../harness/parts/skipping-server';
import { carryTipOff } from '../harness/courses/usual-course';

let server: SkippingServer;
let office: Office;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ server, office, close } = await openSkippingOffice());
});
afterAll(() => close());

it('moves the timers of a case under way with its record', async () => {
  const number = await carryTipOff(office, { until: 'tip-off/verification', unhurried: true });
  await office.settled();
  const before = await verificationOf(number);

  await publishVerification(20);
  expect(await sweepRules(office.db, office.desk, server.now())).toBe(1);
  await office.settled();

  const after = await verificationOf(number);
  expect(after).toMatchObject({ limit: { value: 20 }, anchor: before.anchor });
  const [first, of60Days] = [after, before].map(({ rungs }) => Date.parse(rungs[0]?.fireAt ?? ''));
  expect(first).toBeLessThan(of60Days ?? 0);
  await server.sleepUntil(new Date((first ?? 0) - 60_000));
  expect(await office.record(number, 'rung-fired')).toEqual([]);
  await server.sleepUntil(new Date((first ?? 0) + 60_000));
  await office.settled();
  expect(await office.record(number, 'rung-fired')).toMatchObject([{ rung: 'remind-50', late: false }]);
});

async function verificationOf(number: string): Promise<Clock> {
  const state = (await office.view(number)).steps['tip-off/verification#1'];
  if (state === undefined) throw new Error('no verification');
  return state.clock;
}

/** From today on the zone gives a verification so many days, also where it is under way. */
async function publishVerification(value: number): Promise<void> {
  const row = (await lawInForce(office.db)).layers
    .flatMap(({ rows }) => rows)
    .find(({ key, validTo }) => key === 'limit.tip-off.verification' && validTo === null);
  if (row === undefined) throw new Error('no limit of a verification');
  const validFrom = shanghaiDate(server.now().toISOString());
  const add = [{ ...row, value: { ...(row.value as object), value }, validFrom }];
  await publishLaw(office, { layer: 'jxedz', end: [], add, openCases: 'move' });
}
