import { newEnterpriseForm, type NewEnterprise } from '../../domain/office/kinds/enterprise';
import { foldedAs } from '../../domain/text/formats';
import { several, type ListDef } from './list-columns';

/** The list by which firms are entered many at once. */
export const enterpriseList: ListDef<NewEnterprise> = {
  columns: {
    creditCode: { zh: '统一社会信用代码', en: 'Credit code' },
    name: { zh: '企业名称', en: 'Name' },
    trade: { zh: '行业', en: 'Trade' },
    zone: { zh: '园区或片区', en: 'Zone' },
    address: { zh: '注册地址', en: 'Registered address' },
    aliases: { zh: '简称与曾用名', en: 'Other names' },
  },
  needed: ['creditCode', 'name'],
  shapes: newEnterpriseForm.properties,
  rowOf: (text) => ({
    creditCode: foldedAs('credit-code', text('creditCode')),
    name: text('name'),
    ...{ trade: text('trade') || null, zone: text('zone') || null, address: text('address') || null },
    aliases: several(text('aliases')),
  }),
  example: {
    creditCode: '91440300708461136T',
    name: '(示例,请删除此行)某某有限公司',
    trade: 'C33',
    zone: 'jxedz/tanghui',
    address: '',
    aliases: '某某;某某厂',
  },
};
