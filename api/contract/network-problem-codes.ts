/** Codes of the zone's safety network: what its systems refuse, each with its one status. */
export const networkProblems = {
  // Contests.
  'contest-registration-over': { status: 409, zh: '当前不接受报名', en: 'The contest takes no teams now' },
  'contest-full': { status: 409, zh: '参赛队伍已满', en: 'The contest is full' },
  'contest-team-too-large': { status: 422, zh: '队员人数超出上限', en: 'The team is too large' },
  'contest-event-unknown': { status: 422, zh: '无此比赛项目', en: 'No such event' },
  'contest-not-held': { status: 409, zh: '比赛尚未举行', en: 'The contest is still to come' },
  'members-unfit': { status: 409, zh: '队员保险或体检不全', en: 'Members lack insurance or examination' },
  'points-given': { status: 409, zh: '该项目已评分', en: 'The points were given already' },
  'points-too-many': { status: 422, zh: '得分超出满分', en: 'More points than there are' },
  'points-missing': { status: 409, zh: '尚有队伍成绩未定', en: 'Points of a team are missing' },

  // Chief safety officers.
  'officer-case-open': {
    status: 409,
    zh: '该企业已设首席安全官岗',
    en: 'The firm has the post of a chief safety officer already',
  },
  'officer-elsewhere': {
    status: 409,
    zh: '该人员已任其他企业首席安全官',
    en: 'This person is chief safety officer of another firm',
  },
  'officer-not-required': {
    status: 422,
    zh: '该企业无须设首席安全官',
    en: 'This firm need not have a chief safety officer',
  },
  'officer-rank-too-low': {
    status: 422,
    zh: '人选职务低于规定',
    en: 'The post in the firm is below what the rule asks for',
  },
  'officer-not-dedicated': { status: 422, zh: '须专人专职', en: 'The post must be a full one' },
  'officer-experience-too-short': {
    status: 422,
    zh: '安全管理年限不足',
    en: 'Too few years in safety management',
  },
  'officer-certificate-ended': { status: 422, zh: '合格证书已到期', en: 'The certificate has ended' },
  'officer-banned': { status: 422, zh: '人选在禁入期内', en: 'The person is barred from the post' },

  // Safety wardens.
  'network-exists': {
    status: 409,
    zh: '该企业已有纠察员网络',
    en: 'The firm has a network of safety wardens already',
  },
  'place-unknown': { status: 409, zh: '无此班组、作业点或工序', en: 'No such team, work point or process' },
  'warden-unknown': { status: 409, zh: '该代号无在任纠察员', en: 'No warden of this code serves' },
  'warden-serves': { status: 409, zh: '该纠察员已在任', en: 'This warden serves already' },
  'wardens-missing': { status: 409, zh: '纠察员人数仍不足', en: 'There are still too few wardens' },
  'replacement-open': {
    status: 409,
    zh: '该处正在补设,请在补设环节办理',
    en: 'Wardens of this place are named at the step that waits for them',
  },
  'major-to-bureau': {
    status: 409,
    zh: '重大隐患须报送监管部门',
    en: 'A major hazard is handed over to the bureau',
  },

  // Training.
  'training-file-exists': {
    status: 409,
    zh: '该企业已有培训台账',
    en: 'The firm has a training file already',
  },
  'employee-unknown': {
    status: 409,
    zh: '台账中无此人员代号',
    en: 'Nobody of this code is in the training file',
  },
  'duty-unknown': { status: 422, zh: '无此岗位类别', en: 'No such duty' },
  'qualification-unknown': {
    status: 422,
    zh: '无此证书种类或无此证书',
    en: 'No such kind of certificate, or nobody holds it',
  },
  'course-unknown': { status: 422, zh: '无此培训课程', en: 'No such course' },
  'renewal-open': {
    status: 409,
    zh: '该证书正在复审或换证,请在该环节办理',
    en: 'This certificate is dealt with at the step that waits for it',
  },
  'review-hours-short': { status: 422, zh: '复审培训学时不足', en: 'Too few hours for the review' },
  'training-closed': { status: 409, zh: '该场培训当前不接受报名', en: 'The session takes nobody now' },
  'enrolled-already': { status: 409, zh: '该人员已报名', en: 'This person is enrolled already' },
  'not-enrolled': { status: 409, zh: '该人员未报名或无名额', en: 'This person has no place' },
  'session-not-held': { status: 409, zh: '培训尚未举行', en: 'The session is still to come' },
  'attendance-missing': {
    status: 409,
    zh: '尚有人员未登记出勤',
    en: 'The attendance of somebody with a place is missing',
  },
  'training-money-short': {
    status: 409,
    zh: '超出本年度培训专项资金',
    en: 'More than is left of the training money of the year',
  },

  // Experts.
  'skill-unknown': { status: 422, zh: '无此专业', en: 'No such skill' },
  'expert-unfit': {
    status: 422,
    zh: '专家不符合条件或须回避',
    en: 'The expert does not fit, or has an interest',
  },
  'tie-unknown': { status: 422, zh: '无此关联类别或登记', en: 'No such tie' },
  'fee-class-unknown': { status: 422, zh: '无此劳务费类别', en: 'No such class of fees' },
  'term-unfit': { status: 422, zh: '聘期不符合规定', en: 'The term is not one that the rules allow' },
  'expert-unknown': { status: 404, zh: '专家库中无此人', en: 'Not in the pool of experts' },

  // Diagnoses.
  'trade-unknown': { status: 422, zh: '无此诊断行业', en: 'No such trade' },
  'diagnosis-not-listed': { status: 409, zh: '企业不在诊断名单内', en: 'No open campaign lists the firm' },
  'diagnosis-exists': { status: 409, zh: '该企业已在本次诊断中', en: 'The firm has its diagnosis' },
  'diagnoses-open': { status: 409, zh: '尚有企业未完成诊断', en: 'Diagnoses of the campaign are not done' },
  'situation-unknown': { status: 422, zh: '检查表无此情形', en: 'The checklist has no such situation' },
  'checklist-incomplete': { status: 422, zh: '检查表须逐项填写', en: 'Each situation once' },
  'checklist-contradicts': { status: 422, zh: '检查表与重大隐患不一致', en: 'Checklist and findings differ' },

  // Safety funds.
  'fund-exists': { status: 409, zh: '本企业已设安全基金', en: 'The firm has a safety fund' },
  'fund-owes': { status: 409, zh: '尚有奖励未兑付', en: 'The fund still owes awards' },
  'fund-balance-short': { status: 409, zh: '基金余额不足', en: 'The fund has less than that' },
  'order-closed': {
    status: 409,
    zh: '该隐患已按责令整改完成整改',
    en: 'The hazard was put right under an order',
  },
  'reference-known': { status: 409, zh: '凭证号已使用', en: 'The reference belongs to another movement' },
  'patrol-reported': { status: 409, zh: '该巡查已有员工报告', en: 'Another report names the same round' },
  'fund-report-missing': {
    status: 409,
    zh: '尚无注明本次巡查的员工报告',
    en: 'No report names this round yet',
  },
  'source-not-allowed': {
    status: 422,
    zh: '安全生产费用不得用作基金',
    en: 'Statutory safety expenses are no money of the fund',
  },
  'schedule-too-early': {
    status: 422,
    zh: '奖励标准须自次日起施行',
    en: 'A schedule begins after the day on which it is set',
  },
  'claim-code-wrong': { status: 422, zh: '领取码不符', en: 'Not the claim code of this award' },
  'patrol-unknown': { status: 422, zh: '本企业无此转安全基金的巡查', en: 'No such round was passed on' },
  'order-unknown': { status: 422, zh: '无此责令整改', en: 'No such order to the firm' },
} as const;
