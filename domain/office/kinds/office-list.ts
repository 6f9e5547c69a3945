import { Type, type TSchema } from 'typebox';
import { Form, ListOf, SystemWord } from '../../case/form';
import type { Title } from '../../role';
import { refuseChange, type OfficeRefused } from '../office-refusal';

/* Lists of another office are taken whole or not at all; what is wrong with them is told row by row. */

export const mostRows = 5_000;

/** The form of a change that takes a list; `rows` says what its rows are. */
export function listForm<Row extends TSchema>(rows: Title, row: Row) {
  return Form({
    source: Type.Optional(SystemWord({ zh: '文件摘要', en: 'SHA-256 of the file' }, '^[0-9a-f]{64}$')),
    rows: ListOf(rows, row, { minItems: 1, maxItems: mostRows }),
  });
}

/** What may be wrong with a row, as it is told to whoever keeps the list. */
export const rowFaults = {
  'cell-missing': { zh: '必填项为空', en: 'This must not be empty' },
  'cell-unfit': { zh: '内容不符合格式', en: 'This does not have the form that is asked for' },
  'cell-not-text': {
    zh: '单元格不是文本:长编号须设为文本格式,否则末位会丢失',
    en: 'The cell is no text: long codes lose their last digits unless the cell is formatted as text',
  },
  'credit-code-wrong': {
    zh: '统一社会信用代码校验不符',
    en: 'No credit code: its last character does not fit',
  },
  'row-repeated': {
    zh: '同一代码或账号在前面的行已出现',
    en: 'The same code or login stands in a row above',
  },
  'firm-merged': { zh: '该企业已并入另一企业', en: 'This firm was joined with another' },
  'firm-unknown': { zh: '未登记该企业', en: 'No such firm is entered' },
  'unit-unknown': { zh: '没有该部门,或名称不唯一', en: 'No such unit, or several of this name' },
  'login-taken': {
    zh: '该账号已存在,且内容不同',
    en: 'There is such an account, and it is not as the row says',
  },
  'name-differs': { zh: '同一工号的姓名不同', en: 'The same staff number has another name' },
  'offices-apart': { zh: '该人的岗位互不相容', en: 'These offices must not meet in one person' },
  'firm-not-fitting': {
    zh: '企业联系人须写明企业,其他人不得写',
    en: 'A contact has a firm, and nobody else has one',
  },
  'place-differs': { zh: '同一班组在各行的内容不同', en: 'Another row says otherwise of this place' },
  'warden-elsewhere': { zh: '该纠察员在其他班组任职', en: 'This warden serves at another place' },
  'person-differs': { zh: '同一人员在各行的内容不同', en: 'Another row says otherwise of this person' },
  'word-unknown': { zh: '没有该类别', en: 'There is no such kind' },
  'administrators-own': {
    zh: '管理员本人的账号不得经名单办理',
    en: 'Accounts of an administrator are not made by a list: administrators put it in force',
  },
} as const satisfies Record<string, Title>;
export type RowFaultCode = keyof typeof rowFaults;

export interface RowFault {
  /** Of the list, the first is 1. */
  readonly row: number;
  readonly column: string;
  readonly code: RowFaultCode;
}

/** A list with faults, refused as a whole. */
export function rowsRefused(faults: readonly RowFault[]): OfficeRefused {
  const errors = faults.map(({ row, column, code }) => ({
    pointer: `/rows/${row - 1}/${column}`,
    detail: rowFaults[code].en,
  }));
  return refuseChange('import-faulty', `${faults.length} rows cannot be taken`, errors);
}
