import type { LimitUnit } from '../../domain/time/limit';
import type { CompressionReport, ReportLine } from '../../record/reading/compression-report';
import { csvOf } from './csv';

const unitWords = {
  'working-days': { zh: '工作日', en: 'working days' },
  'calendar-days': { zh: '自然日', en: 'natural days' },
  months: { zh: '月', en: 'months' },
  hours: { zh: '小时', en: 'hours' },
  seconds: { zh: '秒', en: 'seconds' },
} as const satisfies Record<LimitUnit, object>;

/** The report as CSV: the whole on the first line, then each group. Percentages have two decimals, rounded down. */
export function compressionTable({ whole, groups }: CompressionReport): string {
  const units = whole.bySums.map(({ limitUnit }) => limitUnit);
  const lines: ReportLine[] = [{ ...whole, key: '', title: { zh: '合计', en: 'Whole' } }, ...groups];
  return csvOf(columnsFor(units), lines.map(rowOf));
}

function columnsFor(units: readonly LimitUnit[]) {
  return [
    { key: 'group', header: '分组 Group' },
    { key: 'items', header: '件数 Items' },
    { key: 'exempt', header: '即办件 Instant filings' },
    { key: 'mean', header: '逐项平均压缩% Mean of ratios' },
    { key: 'mean committed', header: '逐项平均承诺压缩% Committed by the mean' },
    { key: 'mean reached', header: '逐项平均达标 Aim reached by the mean' },
    ...units.flatMap((unit) => {
      const { zh, en } = unitWords[unit];
      return [
        { key: unit, header: `总量压缩%(${zh}) By sums in ${en}` },
        { key: `${unit} committed`, header: `总量承诺压缩%(${zh}) Committed by sums in ${en}` },
      ];
    }),
    { key: 'sums reached', header: '总量达标 Aim reached by sums' },
    { key: 'broken', header: '超承诺 Broken promises' },
    { key: 'unexplained', header: '未公开说明 Not explained' },
  ];
}

function rowOf({
  key,
  title,
  items,
  exempt,
  meanOfRatios,
  bySums,
  aimReached,
  broken,
  unexplained,
}: ReportLine) {
  return {
    group: title === null ? key : `${title.zh} ${title.en}`,
    items,
    exempt,
    mean: percent(meanOfRatios?.actual),
    'mean committed': percent(meanOfRatios?.committed),
    'mean reached': yesNo(aimReached.meanOfRatios),
    ...Object.fromEntries(
      bySums.flatMap(({ limitUnit, actual, committed }) => [
        [limitUnit, percent(actual)],
        [`${limitUnit} committed`, percent(committed)],
      ]),
    ),
    'sums reached': yesNo(aimReached.bySums),
    broken,
    unexplained,
  };
}

function percent(basisPoints: number | null | undefined): number | null {
  return typeof basisPoints === 'number' ? basisPoints / 100 : null;
}

function yesNo(reached: boolean | null): string | null {
  if (reached === null) return null;
  return reached ? '是 yes' : '否 no';
}
