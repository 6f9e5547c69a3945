import { listedPersonForm, type ListedPerson } from '../../domain/office/kinds/people-import';
import { roleTitles } from '../../domain/role';
import { foldedAs } from '../../domain/text/formats';
import { several, type ListDef } from './list-columns';

/** The list by which people and their accounts are entered many at once. */
export const peopleList: ListDef<ListedPerson> = {
  columns: {
    staffNo: { zh: '工号', en: 'Staff number' },
    name: { zh: '姓名', en: 'Name' },
    login: { zh: '账号', en: 'Login' },
    email: { zh: '邮箱', en: 'E-mail' },
    roles: { zh: '岗位', en: 'Roles' },
    level: { zh: '层级', en: 'Level' },
    unit: { zh: '部门', en: 'Unit' },
    creditCode: { zh: '企业统一社会信用代码', en: 'Credit code of the firm' },
  },
  needed: ['staffNo', 'name', 'login', 'unit'],
  numbers: ['level'],
  shapes: listedPersonForm.properties,
  rowOf: (text) => ({
    ...{ staffNo: text('staffNo'), name: text('name'), login: text('login'), unit: text('unit') },
    email: text('email') || null,
    roles: several(text('roles')).map(roleNamed) as ListedPerson['roles'],
    level: (text('level') === '' ? 0 : Number(text('level'))) as ListedPerson['level'],
    creditCode: foldedAs('credit-code', text('creditCode')) || null,
  }),
  example: {
    ...{ staffNo: 'A001', name: '(示例,请删除此行)张三', login: 'zhang.san', email: '' },
    ...{ roles: '受理员', level: '0', unit: '安全监管科', creditCode: '' },
  },
};

/** A role by its word, or by what it is called. */
function roleNamed(text: string): string {
  const found = Object.entries(roleTitles).find(([, { zh, en }]) => [zh, en.toLowerCase()].includes(text));
  return found?.[0] ?? text.toLowerCase();
}
