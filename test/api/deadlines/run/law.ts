import type { PolicyLayer } from '../../../../domain/law/policy';
import { openDatabase } from '../../../../record/store/database';
import { putLayers } from '../../../harness/publish-law';
import { changeOffice } from '../../kit/changes';
import type { Front } from '../../kit/front';
import type { KeptOffice } from '../../kit/kept-office';
import { expectOk } from '../../kit/story';
import { later, type Day } from './wall-calendar';

/* Law and calendar as an administrator changes them. */

interface Row {
  readonly key: string;
  readonly value: object;
  readonly validFrom: Day;
  readonly validTo: Day | null;
}

const source = { title: '管委会办公会议纪要', article: '第3条', confidence: 'verified' } as const;

/** The row of the zone's own layer that is in force without an end. */
async function standingRow(office: Front, key: string): Promise<Row> {
  const { layers } = expectOk(await office.as('admin').get('/api/policy')).body as {
    layers: { id: string; rows: Row[] }[];
  };
  const row = layers
    .find(({ id }) => id === 'jxedz')
    ?.rows.find((each) => each.key === key && each.validTo === null);
  if (row === undefined) throw new Error(`no ${key}`);
  return row;
}

/** A change of one row of the zone, for cases that open from a day on. */
export async function changeOf(
  office: Front,
  key: string,
  change: object | null,
  from: Day,
): Promise<object> {
  const { validFrom, value } = await standingRow(office, key);
  const row = { key, value: { ...value, ...change }, validFrom: from, validTo: null, source };
  const end = [{ key, validFrom, validTo: later(from, -1) }];
  return { layer: 'jxedz', add: change === null ? [] : [row], end, openCases: 'keep' };
}

/** A ladder with one rung more, so long before the end. */
export async function withEarlierRung(
  office: Front,
  key: string,
  beforeDue: object,
  from: Day,
): Promise<object> {
  const { value } = await standingRow(office, key);
  const { rungs } = value as { rungs: object[] };
  const rung = { id: 'early', kind: 'remind', at: { beforeDue }, to: 'assignee' };
  return changeOf(office, key, { rungs: [rung, ...rungs] }, from);
}

/** Publishes further days off in the years that they fall into. */
export async function publishDaysOff(office: Front, days: readonly Day[]): Promise<void> {
  const calendar = expectOk(await office.as('admin').get('/api/calendar')).body as ListedCalendar;
  const years = [...new Set(days.map((day) => day.slice(0, 4)))].map((year) => {
    const byLaw = lawfulDaysOff(calendar, year).map((day) => `${year}-${day}`);
    const { daysOff, makeUpWorkdays } = calendar.years[year] ?? { daysOff: byLaw, makeUpWorkdays: [] };
    const off = [...new Set([...daysOff, ...days.filter((day) => day.startsWith(year))])];
    const worked = makeUpWorkdays.filter((day) => !off.includes(day));
    const listed = { state: 'published', notice: 'https://www.gov.cn/zhengce', daysOff: off };
    return [year, { ...listed, makeUpWorkdays: worked }];
  });
  expectOk(await changeOffice(office, 'publish-calendar', { years: Object.fromEntries(years) as object }));
}

/** Does something while the newest law lacks a row, as no publication would leave it. */
export async function withoutRow(office: KeptOffice, key: string, work: () => Promise<void>): Promise<void> {
  const owner = openDatabase(office.database.ownerUrl, { applicationName: 'test-owner', poolSize: 1 });
  const { layers } = await owner.policyRevision.findFirstOrThrow({ orderBy: { revision: 'desc' } });
  const lacking = (layers as unknown as { rows: Row[] }[]).map((layer) => ({
    ...layer,
    rows: layer.rows.filter((row) => row.key !== key),
  }));
  const put = async (next: unknown) => {
    await putLayers({ db: owner, signer: office.parts.signer }, next as PolicyLayer[]);
    office.desk.rulesChanged();
  };
  try {
    await put(lacking);
    await work();
  } finally {
    await put(layers);
    await owner.$disconnect();
  }
}

/** A calendar as the API tells it. */
export interface ListedCalendar {
  readonly id: string;
  readonly years: Record<
    string,
    { readonly daysOff: readonly Day[]; readonly makeUpWorkdays: readonly Day[] }
  >;
  readonly fixedDaysOff: readonly string[];
  readonly movingDaysOff: { readonly years: Record<string, readonly string[]> };
}

/** What the law itself gives a year, as MM-DD. */
function lawfulDaysOff({ fixedDaysOff, movingDaysOff }: ListedCalendar, year: string): string[] {
  return [...fixedDaysOff, ...(movingDaysOff.years[year] ?? [])];
}

/** The n-th day after a day on which work is done, by the notices of a calendar and, where they end, by the law. */
export function workedByTheLists(calendar: ListedCalendar, from: Day, n: number): Day {
  let day = from;
  for (let left = n; left > 0;) {
    day = later(day, 1);
    const listed = calendar.years[day.slice(0, 4)];
    const isOff =
      listed?.daysOff.includes(day) ?? lawfulDaysOff(calendar, day.slice(0, 4)).includes(day.slice(5));
    const isWorked = listed?.makeUpWorkdays.includes(day) ?? false;
    if (isWorked || (!isOff && isWeekday(day))) left -= 1;
  }
  return day;
}

export function isWeekday(day: Day): boolean {
  const number = new Date(`${day}T00:00:00Z`).getUTCDay();
  return number >= 1 && number <= 5;
}
