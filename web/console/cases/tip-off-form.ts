import type { Choice, FormField } from '../../../domain/case/form-fields';
import type { Title } from '../../../domain/role';

/*
 * The form by which a clerk records a letter, a visit or a call (`OfficeTipOff` of the API). Its kinds of reporter are
 * branches of one form, which the definitions do not have.
 */

const text = (name: string, title: Title, maxLength: number, required: boolean): FormField => ({
  ...{ widget: 'text', lines: maxLength > 300 ? 'many' : 'one', maxLength, goesTo: null },
  ...{ name, title, required, mayBeNone: false },
});
const choice = (name: string, title: Title, words: Readonly<Record<string, Title>>): FormField => ({
  ...{
    widget: 'choice',
    words: Object.entries(words).map(([word, said]): Choice => ({ word, title: said })),
  },
  ...{ name, title, required: true, mayBeNone: false },
});

/** Kinds of reporter. An anonymous one is not asked who they are. */
export const reporterKinds: readonly Choice[] = [
  { word: 'anonymous', title: { zh: '匿名', en: 'Anonymous' } },
  { word: 'real-name', title: { zh: '实名', en: 'Real name' } },
  { word: 'insider', title: { zh: '内部人员', en: 'Employee of the enterprise' } },
  { word: 'joint', title: { zh: '联名', en: 'Joint' } },
];

const matter: readonly FormField[] = [
  choice(
    'channel',
    { zh: '渠道', en: 'Channel' },
    {
      letter: { zh: '来信', en: 'Letter' },
      visit: { zh: '来访', en: 'Visit' },
      'phone-12350': { zh: '12350举报电话', en: 'Hotline 12350' },
      'hotline-12345': { zh: '12345政务服务热线', en: 'Hotline 12345' },
      'phone-local': { zh: '本单位举报电话', en: 'Telephone of the office' },
      'phone-media': { zh: '媒体转办', en: 'Passed on by the media' },
      'e-mail': { zh: '电子邮件', en: 'E-mail' },
    },
  ),
  {
    ...{ widget: 'date', meaning: 'received', name: 'receivedOn' },
    ...{ title: { zh: '收到日期', en: 'Received on' }, required: true, mayBeNone: false },
  },
  choice(
    'category',
    { zh: '类别', en: 'Category' },
    {
      violation: { zh: '违法行为', en: 'Violation' },
      'major-hazard': { zh: '重大隐患', en: 'Major hazard' },
      'general-hazard': { zh: '一般隐患', en: 'General hazard' },
      'concealed-accident': { zh: '瞒报事故', en: 'Concealed accident' },
    },
  ),
  text('text', { zh: '举报内容', en: 'What is reported' }, 8000, true),
  text('place', { zh: '地点', en: 'Place' }, 300, false),
  text('enterpriseName', { zh: '被举报单位', en: 'Enterprise' }, 200, false),
  {
    ...{ widget: 'flag', name: 'allegesDeath', title: { zh: '涉及人员死亡', en: 'Somebody died' } },
    ...{ required: false, mayBeNone: false },
  },
  text('remarks', { zh: '备注', en: 'Remarks' }, 2000, false),
];

const identity: FormField = {
  ...{
    widget: 'group',
    name: 'identity',
    title: { zh: '举报人', en: 'Reporter' },
    required: true,
    mayBeNone: false,
  },
  fields: [
    text('name', { zh: '姓名', en: 'Name' }, 60, true),
    {
      ...{ widget: 'code', kind: 'telephone', name: 'phone', title: { zh: '联系电话', en: 'Telephone' } },
      ...{ required: true, mayBeNone: false },
    },
    {
      ...{ widget: 'code', kind: 'identity-number', name: 'idNumber' },
      ...{ title: { zh: '身份证件号码', en: 'Identity number' }, required: false, mayBeNone: false },
    },
    text('address', { zh: '地址', en: 'Address' }, 200, false),
    {
      ...{
        widget: 'list',
        name: 'cosigners',
        title: { zh: '联名人', en: 'Co-signer' },
        minItems: 0,
        maxItems: 100,
      },
      item: { widget: 'text', lines: 'one', maxLength: 60, goesTo: null },
      ...{ required: false, mayBeNone: false },
    },
  ],
};

/** The fields for a kind of reporter. */
export function tipOffFields(kind: string): readonly FormField[] {
  return kind === 'anonymous' ? matter : [...matter, identity];
}
