import { caseTypeNames, caseTypes } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import type { Title } from '../../domain/role';

/* The names of operations in the description, and the headings under which they are listed. */

export interface Tag {
  readonly name: string;
  readonly title: Title;
  readonly about: Title;
}

/** The heading of each type of case: how it is opened and what is decided in it. */
const ofCaseTypes = Object.fromEntries(
  caseTypeNames.map((name) => {
    const { title } = caseTypes[name];
    const about = {
      zh: `${title.zh}案件的立案与各环节决定`,
      en: `How a case of the type ${title.en} begins, and what is decided in it`,
    };
    return [name, { name: title.en, title, about }];
  }),
) as Record<CaseType, Tag>;

const others = {
  session: tag('登录', 'Session', '登录、退出与当前用户', 'Logging in and out, and who is logged in'),
  reporter: tag(
    '举报人',
    'Reporter',
    '举报人无需账号即可办理的事项',
    'What a reporter does without an account, by the receipt code',
  ),
  public: tag('公开', 'Public', '向社会公开的信息', 'What the zone publishes to everybody'),
  cases: tag(
    '案件',
    'Cases',
    '待办、案件列表、详情与材料,以及任何案件均可办理的事项',
    'Worklist, lists, details and papers, and what may happen to any case',
  ),
  files: tag('档案', 'Files', '项目、案件与企业的电子档案', 'The files of projects, cases and enterprises'),
  publications: tag(
    '告知发布',
    'Publications',
    '向企业发布的告知及其送达情况',
    'What is published to enterprises, and whom it has reached',
  ),
  enterprises: tag(
    '企业',
    'Enterprises',
    '企业及其行业与片区',
    'Enterprises, their trade and where they lie',
  ),
  people: tag(
    '人员',
    'People',
    '账号、人员、部门与请假代理的查询',
    'Accounts, persons, units and leave, as they stand',
  ),
  office: tag(
    '机关变更',
    'Office',
    '账号、岗位、请假代理、回避、法规与日历的变更:一人提出,另一人批准,逐项入机关记录',
    'Changes of accounts, offices, leave, recusals, law and calendar: what weighs is proposed by one person and put in force by another, and all of it stands in the office record',
  ),
  calendar: tag('日历', 'Calendar', '工作日历及其发布', 'The working calendar, and how it changes'),
  law: tag('法规', 'Law', '时限等规定及其变更', 'Time limits and other figures of law, and how they change'),
  network: tag('全区一览', 'Zone', '全区安全管理各项数字', 'The zone’s safety network in figures'),
  efficiency: tag('效能', 'Efficiency', '审批提速的统计', 'By how much decisions undercut their limits'),
  system: tag('系统', 'System', '运行状态、指标与错误代码', 'Health, metrics and codes of problems'),
} as const satisfies Record<string, Tag>;

export const tags = { ...others, ...ofCaseTypes };

function tag(zh: string, en: string, aboutZh: string, aboutEn: string): Tag {
  return { name: en, title: { zh, en }, about: { zh: aboutZh, en: aboutEn } };
}

/** Every heading, as the description declares it. */
export const declaredTags = Object.values(tags).map(({ name, title, about }) => ({
  name,
  description: about.en,
  'x-title': title,
  'x-description': about,
}));

/** The name of an operation, its heading, and in a line what it does. */
export function operation(id: string, { name }: Tag, title: Title, description?: Title) {
  return {
    operationId: id,
    tags: [name],
    summary: title.en,
    'x-summary': title,
    ...(description === undefined ? {} : { description: description.en, 'x-description': description }),
  };
}
