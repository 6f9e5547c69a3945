import type { Title } from '../../../domain/role';

/** What the kit of readings says. */
export const readingStrings = {
  print: { zh: '打印', en: 'Print' },
  noRight: {
    zh: '您的岗位不能查看此页。可查看的岗位:{roles}。',
    en: 'Your offices do not open this page. It is for: {roles}.',
  },
  filters: { zh: '筛选', en: 'Filter' },
  clearFilters: { zh: '清除筛选', en: 'Clear the filter' },
  from: { zh: '从', en: 'From' },
  to: { zh: '至', en: 'To' },
  nothingThere: { zh: '没有数据。', en: 'There is nothing.' },
  asOf: { zh: '截至 {at}', en: 'As of {at}' },
  shownOf: { zh: '已显示 {count} 条', en: '{count} shown' },
  whole: { zh: '合计', en: 'In all' },
  download: { zh: '下载表格', en: 'Download the table' },
  cancel: { zh: '取消', en: 'Cancel' },
} as const satisfies Record<string, Title>;
