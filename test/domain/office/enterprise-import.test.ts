import { enteredAs, type NewEnterprise } from '../../../domain/office/kinds/enterprise';
import { countedIn, planImport } from '../../../domain/office/kinds/enterprise-import';

const codes = ['91350100M000100Y43', '91440300708461136T', '91330100799655058B'];
const row = (at: number, change: Partial<NewEnterprise> = {}): NewEnterprise => ({
  ...{ creditCode: codes[at]!, name: `第${at}厂`, trade: 'C33', zone: null, address: null, aliases: [] },
  ...change,
});
const ids = ['a', 'b', 'c'];
const standing = [enteredAs('known', row(0, { aliases: ['老厂'] }))];

it('enters firms that are new, and leaves those alone that stand so', () => {
  const plan = planImport([row(0), row(1)], { standing, ids });
  expect(countedIn(plan)).toEqual({ entered: 1, changed: 0, unchanged: 1 });
  expect(plan.rows[1]).toMatchObject({ change: 'enter-enterprise', after: { id: 'b' } });
});

it('takes nothing away that a row leaves empty', () => {
  const [planned] = planImport([row(0, { trade: null, name: '新名厂' })], { standing, ids }).rows;
  expect(planned).toMatchObject({
    change: 'rename-enterprise',
    after: { trade: 'C33', aliases: ['老厂', '第0厂'] },
  });
});

it('changes nothing by a list that it has taken', () => {
  const list = [row(0, { name: '新名厂', address: '由拳路1号' }), row(1), row(2, { aliases: ['丙'] })];
  const taken = planImport(list, { standing, ids }).rows.map(({ after }) => after);
  expect(countedIn(planImport(list, { standing: taken, ids }))).toMatchObject({ entered: 0, changed: 0 });
});

it('finds what is wrong with a row wherever it stands', () => {
  const merged = [{ ...standing[0]!, mergedInto: 'other' }];
  const list = [row(0), row(1), row(1)];
  expect(planImport(list, { standing: merged, ids }).faults).toEqual([
    { row: 1, column: 'creditCode', code: 'firm-merged' },
    { row: 3, column: 'creditCode', code: 'row-repeated' },
  ]);
});
