import { FEN_PER_YUAN } from '../../domain/money';
import { figureUnits, type Figure } from '../../record/views/figure';
import type { ZoneView } from '../../record/views/zone-figures';
import { csvOf } from './csv';
import { workbookOf } from './workbook';

const columns = [
  { key: 'figure', header: '指标 Figure' },
  { key: 'value', header: '数值 Value' },
  { key: 'unit', header: '单位 Unit' },
  { key: 'on', header: '统计日期 Computed on' },
] as const;

/** The zone's figures as CSV; amounts in yuan. */
export function figureTable(view: ZoneView): string {
  return csvOf(columns, rowsOf(view));
}

/** The same as a workbook. */
export function figureWorkbook(view: ZoneView): Promise<Buffer> {
  return workbookOf([
    columns.map(({ header }) => header),
    ...rowsOf(view).map((row) => columns.map(({ key }) => row[key])),
  ]);
}

function rowsOf({ figures, on }: ZoneView) {
  return figures.map(({ title, ...each }) => ({ figure: `${title.zh} ${title.en}`, ...measured(each), on }));
}

function measured({ value, unit }: Omit<Figure, 'title'>) {
  const told = (words: { readonly zh: string; readonly en: string }) => `${words.zh} ${words.en}`;
  switch (unit) {
    case 'fen':
      return { value: typeof value === 'number' ? value / FEN_PER_YUAN : value, unit: '元 yuan' };
    case 'basis-points':
      return { value: typeof value === 'number' ? value / 100 : value, unit: '%' };
    case 'firms':
    case 'people':
    case 'certificates':
    case 'courses':
    case 'teams':
    case 'cases':
    case 'hazards':
    case 'duties':
    case 'name':
      return { value, unit: told(figureUnits[unit]) };
  }
}
