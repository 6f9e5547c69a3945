import { canonicalJson } from '../../json';
import { officeChange } from '../office-change';
import { refuseChange } from '../office-refusal';
import { listForm, rowsRefused, type RowFault, type RowFaultCode } from './office-list';
import {
  aliasesWith,
  describedAs,
  editors,
  enteredAs,
  newEnterpriseForm,
  renamedTo,
  type EnterpriseStanding,
  type NewEnterprise,
} from './enterprise';

/*
 * Many firms at once, from a list of another office: each row is a firm by its credit code. One that is new is entered,
 * one that stands is given what the row says beside what it has; what a row leaves empty stays as it is. So the same list
 * again changes nothing. A list is taken whole or not at all.
 */

export interface ImportFacts {
  /** Firms that stand under a code of the list, also those that turned out to be another. */
  readonly standing: readonly EnterpriseStanding[];
  /** Ids for new firms, one for each row. */
  readonly ids: readonly string[];
}

/** What a row does: null where the firm stands so already. */
export interface RowPlan {
  readonly change: 'enter-enterprise' | 'rename-enterprise' | 'describe-enterprise' | null;
  readonly before: EnterpriseStanding | null;
  readonly after: EnterpriseStanding;
}

export interface ImportPlan {
  readonly rows: readonly RowPlan[];
  readonly faults: readonly RowFault[];
}

export const importEnterprises = officeChange<ImportFacts>()({
  title: {
    zh: '批量登记企业(整表生效或整表不生效)',
    en: 'Enter a list of firms: whole or not at all, one line of the record for each that changes',
  },
  form: listForm({ zh: '企业', en: 'Firms' }, newEnterpriseForm),
  by: editors,
  second: null,
  refusals: ['import-faulty', 'nothing-changes'],
  judge({ form: { source = null, rows }, facts }) {
    const plan = planImport(rows, facts);
    if (plan.faults.length > 0) return rowsRefused(plan.faults);
    const { entered, changed, unchanged } = countedIn(plan);
    if (entered + changed === 0)
      return refuseChange('nothing-changes', 'every firm of the list stands so already');
    const after = { source, rows: rows.length, entered, changed, unchanged };
    return { ok: true, value: { subject: 'enterprises', person: null, before: null, after } };
  },
});

/** What each row of a list would do, and what is wrong with it. */
export function planImport(rows: readonly NewEnterprise[], { standing, ids }: ImportFacts): ImportPlan {
  const byCode = new Map(standing.map((firm) => [firm.creditCode, firm]));
  const seen = new Set<string>();
  const faults: RowFault[] = [];
  const planned = rows.map((row, at): RowPlan => {
    const { creditCode } = row;
    const before = byCode.get(creditCode) ?? null;
    const fault = faultOf(row, before, seen);
    if (fault !== null) faults.push({ row: at + 1, column: 'creditCode', code: fault });
    seen.add(creditCode);
    if (before === null) return { change: 'enter-enterprise', before, after: enteredAs(ids[at] ?? '', row) };
    const after = withRow(before, row);
    if (canonicalJson(after) === canonicalJson(before)) return { change: null, before, after };
    return {
      change: after.name === before.name ? 'describe-enterprise' : 'rename-enterprise',
      before,
      after,
    };
  });
  return { rows: planned, faults };
}

export function countedIn({ rows }: ImportPlan) {
  const entered = rows.filter(({ change }) => change === 'enter-enterprise').length;
  const unchanged = rows.filter(({ change }) => change === null).length;
  return { entered, changed: rows.length - entered - unchanged, unchanged };
}

function faultOf(
  { creditCode }: NewEnterprise,
  standing: EnterpriseStanding | null,
  seen: ReadonlySet<string>,
): RowFaultCode | null {
  if (seen.has(creditCode)) return 'row-repeated';
  return standing?.mergedInto == null ? null : 'firm-merged';
}

function withRow(standing: EnterpriseStanding, { name, trade, zone, address, aliases = [] }: NewEnterprise) {
  const named = name === standing.name ? standing : renamedTo(standing, name);
  return describedAs(named, {
    trade: trade ?? standing.trade,
    zone: zone ?? standing.zone,
    address: address ?? standing.address,
    aliases: [...aliasesWith(named.aliases, aliases, name)],
  });
}
