import fc from 'fast-check';
import type { CaseType } from '../../../domain/case/case-type';
import { attempts, make } from '../../procedures/kit/attempts';
import { firm, reporter, unit, zone } from '../../procedures/kit/people';
import { rowCheck } from '../../../record/operation/row-check';
import { Rulebooks } from '../../../record/store/rulebook';
import { nothingSigned } from '../../../record/trust/head-store';
import { verifyAllRecords } from '../../../record/trust/verify-record';
import { DeskSide, TwinOffice } from './twin-office';

/*
 * The office in memory and the desk over PostgreSQL are one office: whatever people try, in whatever order, with
 * time passing, both keep the same lines and refuse for the same reason.
 */

jest.setTimeout(300_000);

const openings: readonly [CaseType, string, object][] = [
  ['tip-off', unit, { reporterKind: 'real-name', receivedAt: '2026-08-03T02:00:00.000Z' }],
  ['project', 'jxedz-investment', { enterpriseId: firm, projectType: 'low-risk-plant' }],
  ['inspection', unit, { enterpriseId: firm, ground: 'plan', items: ['exits', 'hazardous-goods'] }],
];

let side: DeskSide;
beforeAll(async () => {
  side = await DeskSide.open();
});
afterAll(() => side.close());

test('both offices keep the same lines, and the tables what follows from them', async () => {
  const sum = { kept: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.record({ opening: fc.constantFrom(...openings), tried: attempts }),
      async ({ opening: [caseType, ofUnit, input], tried }) => {
        const office = new TwinOffice(side);
        await office.open({ caseType, zone, unit: ofUnit, input: input as never }, reporter);
        for (const attempt of tried) await make(office, attempt);
        expect(await office.difference()).toBeNull();
        sum.kept += office.count.kept;
        sum.refused += office.count.refused;
      },
    ),
    { numRuns: 25 },
  );
  const tables = rowCheck(new Rulebooks(side.db));
  const witness = { heads: nothingSigned, signer: side.signer };
  expect((await verifyAllRecords(side.db, witness, tables)).faults).toEqual([]);
  // What was compared is worth comparing.
  expect(sum.kept).toBeGreaterThan(200);
  expect(sum.refused).toBeGreaterThan(50);
});
