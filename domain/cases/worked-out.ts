import { Type, type TSchema } from 'typebox';
import { Count, Fen, Flag, Form, ListOf, OneOf, PolicyCode, SystemWord, titled } from '../case/form';
import { fieldsOf, type FormField } from '../case/form-fields';
import type { Title } from '../role';
import { hazardGrades } from './hazard';

const days = { maximum: 100_000 };
const Day = (title: Title) => Type.String({ ...titled(title), format: 'date' });
const Codes = (title: Title) => ListOf(title, Type.String({ maxLength: 200 }), {});
const Group = <Fields extends Record<string, TSchema>>(title: Title, fields: Fields) => ({
  ...Form(fields),
  ...titled(title),
});
const Matter = PolicyCode({ zh: '事项', en: 'Matter' });
const Unit = PolicyCode({ zh: '部门', en: 'Department' });
const Before = PolicyCode({ zh: '须在此前完成', en: 'Needed before' });
const Begins = OneOf(
  { zh: '起算', en: 'Counted from' },
  { acceptance: { zh: '受理之日', en: 'acceptance' }, receipt: { zh: '收到之日', en: 'receipt' } },
);
const Silence = OneOf(
  { zh: '逾期未决定', en: 'If nothing is decided in time' },
  {
    waits: { zh: '继续办理', en: 'it goes on waiting' },
    granted: { zh: '视为准予', en: 'it counts as granted' },
    instant: { zh: '提交即办结', en: 'it is done by the filing' },
  },
);

/**
 * What steps work out beside what was filled in, each under one name wherever it occurs, so that people read it under a
 * title: titles and kinds alone, nothing is validated by them.
 */
const workedOut = Form({
  // --- tip-offs and rewards
  death: Flag({ zh: '涉及人员死亡', en: 'Somebody died' }),
  amountFen: Fen({ zh: '金额', en: 'Amount' }),
  level: Count({ zh: '审批层级', en: 'Level of approval' }, { minimum: 1, maximum: 3 }),
  lines: ListOf(
    { zh: '计算过程', en: 'How it was reckoned' },
    Form({
      title: SystemWord({ zh: '项目', en: 'Line' }, ''),
      formula: SystemWord({ zh: '算式', en: 'Formula' }, ''),
      resultFen: Fen({ zh: '得', en: 'Result' }),
    }),
    {},
  ),
  // --- rectification and hazards
  passed: Flag({ zh: '复查合格', en: 'Passed' }),
  reopened: Codes({ zh: '须再次整改的隐患', en: 'Hazards to be remedied again' }),
  open: Codes({ zh: '尚未消除的隐患', en: 'Hazards that remain' }),
  found: ListOf(
    { zh: '发现的隐患', en: 'Hazards found' },
    Form({
      item: SystemWord({ zh: '编号', en: 'Item' }, ''),
      grade: OneOf({ zh: '隐患等级', en: 'Grade' }, hazardGrades),
      clause: SystemWord({ zh: '依据条款', en: 'Clause' }, ''),
      situation: SystemWord({ zh: '情形', en: 'Situation' }, ''),
    }),
    {},
  ),
  // --- projects and permits
  items: ListOf(
    { zh: '清单事项', en: 'Items of the list' },
    Form({
      matter: Matter,
      unit: Unit,
      needs: Codes({ zh: '前置事项', en: 'Needs first' }),
      begins: Begins,
      silence: Silence,
      validMonths: Count({ zh: '有效期(月)', en: 'Valid for months' }, days),
      before: Before,
    }),
    {},
  ),
  papers: ListOf(
    { zh: '清单材料', en: 'Papers of the list' },
    Form({ material: PolicyCode({ zh: '材料', en: 'Paper' }), before: Before }),
    {},
  ),
  inTime: Flag({ zh: '在期限内', en: 'In time' }),
  complete: Flag({ zh: '材料齐全', en: 'Complete' }),
  limitUnit: OneOf(
    { zh: '法定时限单位', en: 'Unit of the limit' },
    {
      'working-days': { zh: '工作日', en: 'working days' },
      'calendar-days': { zh: '自然日', en: 'calendar days' },
      hours: { zh: '小时', en: 'hours' },
    },
  ),
  limitDays: Count({ zh: '法定时限(日)', en: 'Statutory limit (days)' }, days),
  promiseDays: Count({ zh: '承诺时限(日)', en: 'Committed limit (days)' }, days),
  actualDays: Count({ zh: '实际用时(日)', en: 'Days it took' }, days),
  promiseBroken: Flag({ zh: '超出承诺时限', en: 'Committed limit missed' }),
  term: Group(
    { zh: '有效期', en: 'Term' },
    {
      from: Day({ zh: '有效期自', en: 'Valid from' }),
      until: Day({ zh: '有效期至', en: 'Valid until' }),
      gapDays: Count({ zh: '中断天数', en: 'Days without one' }, days),
    },
  ),
  renewal: Group(
    { zh: '延续', en: 'Renewal' },
    {
      begins: Begins,
      silence: Silence,
      validUntil: Day({ zh: '原证有效期至', en: 'Present one valid until' }),
      applyBy: Day({ zh: '最迟申请日', en: 'Apply by' }),
    },
  ),
  verification: Codes({ zh: '复工核实', en: 'Verification of the resumption' }),
  // --- inspections
  onTheSpot: Flag({ zh: '当场实施', en: 'Made on the spot' }),
  visitOn: Day({ zh: '检查日期', en: 'Day of the visit' }),
  visitedOn: Day({ zh: '到场日期', en: 'Visited on' }),
  problems: Flag({ zh: '发现问题', en: 'Problems found' }),
  // --- chief safety officers
  certificateUntil: Day({ zh: '证书有效期至', en: 'Certificate valid until' }),
  planBy: Day({ zh: '年度计划最迟提交日', en: 'Plan of the year due by' }),
  nextPlanBy: Day({ zh: '下一年度计划最迟提交日', en: 'Next plan due by' }),
  nominateBy: Day({ zh: '最迟重新提名日', en: 'Nominate anew by' }),
  plan: Count({ zh: '计划', en: 'Plans' }, days),
  training: Count({ zh: '培训', en: 'Trainings' }, days),
  rounds: Count({ zh: '巡查', en: 'Rounds' }, days),
  drill: Count({ zh: '演练', en: 'Drills' }, days),
  // --- fund, diagnosis, training, wardens
  short: Flag({ zh: '资金不足', en: 'The fund is short' }),
  releasedFen: Fen({ zh: '退回金额', en: 'Released' }),
  spentFen: Fen({ zh: '支出金额', en: 'Spent' }),
  visitedBy: Day({ zh: '最迟上门日', en: 'To be visited by' }),
  fixBy: Day({ zh: '最迟整改日', en: 'To be remedied by' }),
  renewals: Codes({ zh: '到期复训', en: 'Renewals' }),
  checks: Codes({ zh: '待核查', en: 'Checks' }),
  lookOn: Day({ zh: '下次查看日', en: 'Looked at next on' }),
  taughtFrom: Codes({ zh: '培训起始', en: 'Taught from' }),
  dues: Codes({ zh: '到期事项', en: 'What falls due' }),
  openings: Codes({ zh: '空缺', en: 'Places that are open' }),
});

/** The titles and kinds of what steps work out, by name. */
export function workedOutFields(): FormField[] {
  return fieldsOf(workedOut);
}
