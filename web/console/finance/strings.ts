import type { Title } from '../../../domain/role';

/** What the pages of finance say. */
export const financeStrings = {
  finance: { zh: '发放', en: 'Finance' },
  financeLead: {
    zh: '只见金额与状态,不见收款人和举报内容。审批、对账在案件页办理。',
    en: 'Amounts and states alone: neither payees nor what was reported. Release and reconciliation are decided at the case.',
  },
  payments: { zh: '付款', en: 'Payments' },
  noPayments: { zh: '没有符合条件的付款。', en: 'No payment fits.' },
  claimCode: { zh: '领取编号', en: 'Claim code' },
  paymentState: { zh: '状态', en: 'State' },
  batch: { zh: '批次', en: 'Batch' },
  since: { zh: '自', en: 'Since' },
  due: { zh: '到期', en: 'Due' },
  makeBatch: { zh: '制作代发清单', en: 'Make a list for the bank' },
  makeBatchLead: {
    zh: '以下付款已批准,尚未列入清单。清单含收款人姓名和账号,每次查看均留痕。',
    en: 'These are released and on no list yet. The list names payees and accounts; each look at it is entered.',
  },
  nothingToList: { zh: '没有待列入清单的付款。', en: 'No payment waits to be listed.' },
  chooseAll: { zh: '全选', en: 'All' },
  choosePayment: { zh: '选择 {number}', en: 'Choose {number}' },
  listChosen: { zh: '列入清单:{count} 笔,{sum}', en: 'List {count}, {sum}' },
  listSure: { zh: '确认列入清单', en: 'Put them on the list' },
  listSureWhy: {
    zh: '{count} 笔、合计 {sum} 将列入一个批次,列入后不能撤销,只能由银行回单或对账了结。',
    en: '{count} payments, {sum} in all, go on one list. This cannot be undone: only the answer of the bank or a reconciliation ends it.',
  },
  batchMade: { zh: '批次 {batch} 已生成:列入 {count} 笔。', en: 'Batch {batch}: {count} listed.' },
  batchFileOnce: {
    zh: '请现在下载文件;离开此页后不再提供。',
    en: 'Download the file now: it is gone when this page is left.',
  },
  batchWorkbook: { zh: '下载 Excel(账号为文本)', en: 'Download as a workbook' },
  batchCsv: { zh: '下载 CSV(仅供银行程序)', en: 'Download as CSV, for programs of a bank only' },
  bankReturns: { zh: '银行回盘', en: 'Answers of the bank' },
  bankReturnsLead: {
    zh: 'CSV 或 Excel,列:claimCode、result、bankReference、cause,可另有 batch、amount、returnedOn。同一行重复读入不产生变化。',
    en: 'CSV or a workbook with the columns claimCode, result, bankReference, cause, and batch, amount, returnedOn where needed. A line that is read again changes nothing.',
  },
  bankReturnsFile: { zh: '回盘文件', en: 'File of the bank' },
  readIn: { zh: '读入', en: 'Read it in' },
  lineResult: { zh: '结果', en: 'Result' },
  line: { zh: '行', en: 'Line' },
  lineTaken: { zh: '已登记', en: 'entered' },
  lineRepeated: { zh: '此前已登记', en: 'entered before' },
  lineRefused: { zh: '未登记:{why}', en: 'refused: {why}' },
  linesRead: {
    zh: '共 {count} 行,登记 {taken} 行,未登记 {refused} 行。',
    en: '{count} lines: {taken} entered, {refused} refused.',
  },
} as const satisfies Record<string, Title>;
