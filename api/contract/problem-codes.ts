import { networkProblems } from './network-problem-codes';
import type { KeyReused } from '../../record/desk/desk';
import type { MisfitCode } from '../../domain/misfit';
import type { OfficeRefusalCode } from '../../domain/office/office-refusal';
import type { RefusalCode } from '../../domain/refusal';

/** Refusals of the API itself, beside those of the case kit and of changes of the office. */
export type ApiCode =
  | 'route-not-found'
  | 'method-not-allowed'
  | 'headers-too-large'
  | 'request-too-slow'
  | 'body-malformed'
  | 'body-too-large'
  | 'media-type-unsupported'
  | 'key-missing'
  | 'key-malformed'
  | 'if-match-missing'
  | 'if-match-malformed'
  | 'cursor-invalid'
  | 'not-logged-in'
  | 'login-failed'
  | 'password-to-be-changed'
  | 'password-wrong'
  | 'password-weak'
  | 'second-factor-needed'
  | 'second-factor-not-enrolled'
  | 'second-factor-wrong'
  | 'second-factor-known'
  | 'second-factor-not-begun'
  | 'session-not-found'
  | 'webhook-not-allowed'
  | 'origin-not-allowed'
  | 'receipt-unknown'
  | 'paper-not-found'
  | 'enterprise-not-found'
  | 'publication-not-found'
  | 'publication-withdrawn'
  | 'notice-not-served'
  | 'paper-missing'
  | 'paper-refused'
  | 'paper-too-large'
  | 'paper-held'
  | 'paper-gone'
  | 'paper-not-scanned'
  | 'handed-in-already'
  | 'character-not-printable'
  | 'bank-file-malformed'
  | 'nothing-listed'
  | 'list-unreadable'
  | 'too-many-requests'
  | 'too-many-tip-offs'
  | 'too-many-tries'
  | 'database-away'
  | 'overloaded'
  | 'console-not-built'
  | MisfitCode
  | 'internal';

export type ProblemCode = RefusalCode | ApiCode | OfficeRefusalCode | KeyReused['code'];

interface ProblemDef {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
}

/**
 * Every code that a caller can meet, with its one status. Codes are never renamed: programs and people
 * rely on them, and each has a page under `/problems`.
 */
export const problems = {
  // The request cannot be read.
  'body-malformed': { status: 400, zh: '请求格式错误', en: 'The request cannot be read' },
  'form-invalid': { status: 400, zh: '填写有误', en: 'Fields are missing or wrong' },
  'key-missing': { status: 400, zh: '缺少 Idempotency-Key', en: 'Idempotency-Key is missing' },
  'key-malformed': {
    status: 400,
    zh: 'Idempotency-Key 格式错误',
    en: 'Idempotency-Key must be 8 to 255 visible ASCII characters',
  },
  'if-match-malformed': {
    status: 400,
    zh: 'If-Match 格式错误',
    en: 'If-Match must be the ETag of the case, or its seq, such as "12"',
  },
  'cursor-invalid': { status: 400, zh: '分页游标无效', en: 'The cursor does not belong to this list' },
  'bank-file-malformed': { status: 400, zh: '银行回盘文件格式错误', en: 'The bank file cannot be read' },
  'paper-missing': { status: 400, zh: '未附文件', en: 'No file was sent' },

  // The caller is not known, or may not do this.
  'not-logged-in': { status: 401, zh: '未登录', en: 'Not logged in' },
  'login-failed': { status: 401, zh: '账号或密码错误', en: 'Login or password is wrong' },
  'password-to-be-changed': {
    status: 403,
    zh: '请先修改一次性密码',
    en: 'Change the one-time password first (POST /api/session/password)',
  },
  'password-wrong': { status: 403, zh: '原密码错误', en: 'The old password is wrong' },
  'second-factor-needed': {
    status: 403,
    zh: '请先输入第二因素验证码',
    en: 'Show a code of the second factor first (POST /api/session/second-factor/code)',
  },
  'second-factor-not-enrolled': {
    status: 403,
    zh: '请先登记第二因素',
    en: 'Enrol a second factor first (POST /api/session/second-factor)',
  },
  'second-factor-wrong': {
    status: 403,
    zh: '验证码错误或已使用',
    en: 'The code is wrong, or was used already',
  },
  'origin-not-allowed': { status: 403, zh: '来源不被允许', en: 'The request came from another site' },
  'role-missing': { status: 403, zh: '无此岗位权限', en: 'The role is missing' },
  'level-too-low': { status: 403, zh: '审批层级不足', en: 'Needs a higher level' },
  'officer-not-in-office': {
    status: 403,
    zh: '非在岗首席安全官',
    en: 'Only the chief safety officer in office does this',
  },
  'not-assignee': { status: 403, zh: '已指派他人办理', en: 'Assigned to somebody else' },
  'not-your-unit': { status: 403, zh: '非本部门案件', en: 'Belongs to another unit' },
  'same-person': { status: 403, zh: '须由不同人员办理', en: 'Must be another natural person' },
  'conflict-of-interest': { status: 403, zh: '应当回避', en: 'Conflict of interest' },
  'not-for-others': { status: 403, zh: '不能代他人办理', en: 'Not for somebody else' },

  // Something does not exist, or not for the caller: the two cannot be told apart.
  'route-not-found': { status: 404, zh: '地址不存在', en: 'No such address' },
  'case-not-found': { status: 404, zh: '案件不存在', en: 'No such case' },
  'publication-not-found': { status: 404, zh: '告知不存在', en: 'No such publication' },
  'paper-not-found': { status: 404, zh: '材料不存在', en: 'No such paper' },
  'enterprise-not-found': { status: 404, zh: '企业不存在', en: 'No such enterprise' },
  'receipt-unknown': { status: 404, zh: '查询码不存在', en: 'No such receipt code' },
  'session-not-found': { status: 404, zh: '会话不存在', en: 'No such session' },
  'account-unknown': { status: 404, zh: '账号不存在', en: 'No such account' },
  'proposal-not-found': { status: 404, zh: '变更申请不存在', en: 'No such proposal' },
  'recusal-unknown': { status: 404, zh: '无此回避登记', en: 'No such recusal' },
  'leave-unknown': { status: 404, zh: '无此请假代理或已结束', en: 'No such leave, or it is over' },

  'method-not-allowed': {
    status: 405,
    zh: '该地址不支持此方法',
    en: 'This address does not take this method',
  },
  'request-too-slow': { status: 408, zh: '请求发送超时', en: 'The request did not arrive in time' },

  // The state of the case does not allow it.
  'case-closed': { status: 409, zh: '案件已办结', en: 'The case is closed' },
  'case-not-closed': { status: 409, zh: '案件未办结', en: 'The case is open' },
  'step-not-open': { status: 409, zh: '该环节未开启', en: 'The step is not open' },
  'clock-paused': { status: 409, zh: '时限已中止', en: 'The clock is paused' },
  'clock-not-paused': { status: 409, zh: '时限未中止', en: 'The clock is not paused' },
  'clock-expired': { status: 409, zh: '时限已届满', en: 'The limit has ended' },
  'extension-not-allowed': { status: 409, zh: '该时限不可延期', en: 'This limit is not extended' },
  'extension-used-up': { status: 409, zh: '延期次数已用完', en: 'No further extension' },
  'extension-open': { status: 409, zh: '延期申请待审批', en: 'An extension is being asked for already' },
  'extension-not-requested': { status: 409, zh: '未申请延期', en: 'No extension is being asked for' },
  'request-open': { status: 409, zh: '已有申请待审批', en: 'This is being asked for already' },
  'not-requested': { status: 409, zh: '无待审批的申请', en: 'Nothing is being asked for' },
  'start-fixed': { status: 409, zh: '起算日不可更正', en: 'The first day of this limit is not corrected so' },
  'start-correction-open': {
    status: 409,
    zh: '更正申请待审批',
    en: 'A correction is being asked for already',
  },
  'start-correction-not-requested': { status: 409, zh: '未申请更正', en: 'No correction is being asked for' },
  'child-case-open': { status: 409, zh: '子案件未办结', en: 'A child case is open' },
  'money-paid': { status: 409, zh: '款项已支付', en: 'The money is paid' },
  'government-not-heard': {
    status: 409,
    zh: '涉及人员死亡,须先报请政府组织核查',
    en: 'A death is alleged or found: the government has to be heard first',
  },
  'gate-shut': { status: 409, zh: '尚缺审批事项或材料', en: 'Something is missing before this gate' },
  'papers-missing': {
    status: 409,
    zh: '材料不齐,不能即时办结',
    en: 'Listed papers are missing: it cannot be granted at once',
  },
  'correction-used': { status: 409, zh: '补正只能一次性告知', en: 'Missing papers are told once for all' },
  'item-begun': { status: 409, zh: '该事项已开始办理', en: 'The item has begun already' },
  'inspection-cap-reached': {
    status: 409,
    zh: '已达年度检查频次上限',
    en: 'The firm has had its inspections for this year',
  },
  'notice-too-early': { status: 409, zh: '尚不可告知企业', en: 'The enterprise is not told yet' },
  'repair-too-early': { status: 409, zh: '未满最短公示期', en: 'The shortest time is not over yet' },
  'publication-withdrawn': { status: 409, zh: '告知已撤回', en: 'The publication was withdrawn' },
  'notice-not-served': { status: 409, zh: '尚未送达', en: 'Not served yet' },
  'record-known': { status: 409, zh: '该文书已登记', en: 'This document has a record already' },
  'record-not-as-written': {
    status: 409,
    zh: '案卷记录与所写不符,已停止',
    en: 'The record is not what was written: stopped',
  },
  'nothing-listed': {
    status: 409,
    zh: '所列款项均不可列入清单,未生成清单',
    en: 'None of the payments can be listed: no list was made',
  },
  'payee-missing': { status: 409, zh: '缺少收款信息', en: 'The payee is missing' },
  'payee-changed': { status: 409, zh: '收款信息已变更', en: 'The payee is not the one released' },
  'not-collectable': { status: 409, zh: '当前不可领取', en: 'Cannot be collected now' },
  'wording-not-asked': { status: 409, zh: '未申请放行', en: 'No text is being asked to pass' },
  'awarded-by-firm': {
    status: 409,
    zh: '该事项企业已给予奖励',
    en: 'The firm has given an award for the same matter',
  },
  'nothing-changes': { status: 409, zh: '现状已是如此', en: 'It stands so already' },
  'proposal-lapsed': {
    status: 409,
    zh: '提请人已无权提请,该申请已失效',
    en: 'Whoever asked for it may ask for it no more: the proposal has lapsed',
  },
  'second-factor-known': {
    status: 409,
    zh: '第二因素已登记;更换须先输入验证码',
    en: 'There is a second factor: show a code of it before you replace it',
  },
  'second-factor-not-begun': { status: 409, zh: '尚未开始登记', en: 'No secret waits to be confirmed' },
  'proposal-decided': { status: 409, zh: '该申请已有结果', en: 'The proposal was answered already' },
  'administrators-too-few': {
    status: 409,
    zh: '至少须留两名系统管理员',
    en: 'Two administrators must remain: one alone could put nothing in force',
  },
  'leaves-overlap': {
    status: 409,
    zh: '请假代理重叠或代理人不在岗',
    en: 'One of the two is away, or stands in for somebody, on these days',
  },
  'zone-taken': { status: 409, zh: '园区已存在', en: 'There is such a zone or layer of law' },
  'unit-taken': { status: 409, zh: '部门已存在', en: 'There is such a unit' },
  'unit-in-use': { status: 409, zh: '部门仍有账号、案件或职责', en: 'Something still hangs on the unit' },
  'zone-without-law': {
    status: 409,
    zh: '该园区规定尚未齐备,暂不能立案',
    en: 'The law of the zone is not complete: no case can begin there yet',
  },
  'enterprise-known': {
    status: 409,
    zh: '该信用代码的企业已登记',
    en: 'A firm with this credit code is entered',
  },
  'login-taken': { status: 409, zh: '账号已存在', en: 'The login is taken' },
  'paper-held': {
    status: 409,
    zh: '该材料无法清除附加信息,须经两人同意方可打开',
    en: 'The paper could not be cleaned: two persons have to agree before it is opened',
  },
  'paper-not-scanned': {
    status: 409,
    zh: '该材料尚未完成安全扫描,系统将自动重试',
    en: 'The paper has not been scanned yet; it will be tried again by itself',
  },
  'paper-not-held': { status: 409, zh: '该材料无须启封', en: 'The paper needs no opening: it may be opened' },
  'paper-quarantined': {
    status: 409,
    zh: '安全扫描发现有害内容,该材料已隔离',
    en: 'The scanner has found something harmful: nobody opens this paper',
  },
  'handed-in-already': {
    status: 409,
    zh: '此举报已经提交;查询码仅向提交时所用凭证的持有人再次显示',
    en: 'This was handed in already; its receipt code is shown again only to who holds the intake token of then',
  },
  'character-not-printable': {
    status: 409,
    zh: '文书中有字体不支持的字符,未予打印',
    en: 'A character of the document is in none of the fonts: it was not printed',
  },
  'case-moved': { status: 412, zh: '案件已有新进展', en: 'The case has moved meanwhile' },

  // The way in which it was sent is not accepted.
  'body-too-large': { status: 413, zh: '内容过大', en: 'The request is too large' },
  'paper-too-large': { status: 413, zh: '文件过大', en: 'The file is too large' },
  'headers-too-large': { status: 431, zh: '请求头过大', en: 'Address and headers are too large' },
  'media-type-unsupported': { status: 415, zh: '内容类型不支持', en: 'This content type is not taken here' },
  'paper-refused': { status: 415, zh: '不接受此类文件', en: 'This kind of file is not taken' },

  // The request is understood and not possible.
  'verdict-not-possible': { status: 422, zh: '该环节无此结论', en: 'The step knows no such verdict' },
  'key-reused': {
    status: 422,
    zh: 'Idempotency-Key 已用于其他请求',
    en: 'Idempotency-Key was used for another request',
  },
  'assignee-unfit': { status: 422, zh: '人员不符合要求', en: 'The person named is not fit' },
  'extension-too-long': { status: 422, zh: '延期超出上限', en: 'The extension is too long' },
  'extension-not-positive': { status: 422, zh: '延期须为正数', en: 'The extension must be positive' },
  'reopening-point-unknown': { status: 422, zh: '无此重启环节', en: 'The case was never at that step' },
  'pause-too-long': { status: 422, zh: '中止天数超出上限', en: 'The pause is too long' },
  'reason-not-lawful': { status: 422, zh: '中止事由不合法', en: 'No lawful ground' },
  'date-ahead': { status: 422, zh: '日期晚于今天', en: 'The day is still to come' },
  'item-unknown': { status: 422, zh: '隐患编号不存在', en: 'No such item' },
  'item-missing': { status: 422, zh: '隐患项有遗漏', en: 'Items are missing' },
  'bank-file-mismatch': { status: 422, zh: '回盘与清单不符', en: 'The bank file does not match the list' },
  'batch-missing': {
    status: 422,
    zh: '该笔付款曾多次列入清单,须注明批次',
    en: 'The payment was on several lists: name the batch',
  },
  'return-not-whole': {
    status: 422,
    zh: '退回金额与付款金额不符',
    en: 'What came back is not what was paid',
  },
  'remedy-term-too-long': { status: 422, zh: '整改期限过长', en: 'The term to remedy is too long' },
  'material-unknown': { status: 422, zh: '无此材料', en: 'No such material' },
  'project-type-unknown': { status: 422, zh: '无此项目类型', en: 'No such type of project' },
  'matter-unknown': { status: 422, zh: '无此审批事项', en: 'No such matter' },
  'inspection-unpublished': {
    status: 422,
    zh: '检查事项未公布',
    en: 'The item is not on the published list',
  },
  'words-of-the-tip': {
    status: 422,
    zh: '含有举报内容,可能暴露举报人',
    en: 'It repeats what a reporter wrote, and may lead to them',
  },
  'paper-unknown': { status: 422, zh: '卷内无此材料', en: 'No such paper in the file' },
  'nobody-targeted': { status: 422, zh: '没有符合条件的企业', en: 'No firm is meant by this' },
  'webhook-not-allowed': {
    status: 422,
    zh: '该推送地址不被允许',
    en: 'Webhooks do not go to this address: the operator names the machines',
  },
  'password-weak': { status: 422, zh: '密码不符合要求', en: 'The password is too weak' },
  'person-unknown': { status: 422, zh: '人员不存在', en: 'No such person' },
  'import-faulty': {
    status: 422,
    zh: '名单中有错误,未作任何变更',
    en: 'Rows of the list are wrong: nothing was taken',
  },
  'list-unreadable': { status: 422, zh: '名单文件无法读取', en: 'The list cannot be read' },
  'zone-unknown': { status: 422, zh: '园区不存在', en: 'No such zone' },
  'unit-unknown': { status: 422, zh: '部门不存在', en: 'No such unit' },
  'enterprise-unknown': { status: 422, zh: '企业不存在', en: 'No such enterprise' },
  'roles-incompatible': { status: 422, zh: '岗位不相容', en: 'These offices do not go together' },
  'policy-layer-unknown': { status: 422, zh: '无此层级', en: 'No such layer of law' },
  'policy-change-empty': { status: 422, zh: '未作任何变更', en: 'Nothing is changed' },
  'policy-row-unknown': { status: 422, zh: '无此规定', en: 'No such row' },
  'policy-row-unsound': {
    status: 422,
    zh: '规定自相矛盾',
    en: 'The row contradicts itself or its neighbour',
  },
  'policy-row-missing': { status: 422, zh: '规定出现空档', en: 'A figure would be left without a row' },
  'policy-rows-overlap': { status: 422, zh: '规定有效期重叠', en: 'Two rows would be in force at once' },
  'policy-chain-broken': { status: 422, zh: '层级关系断裂', en: 'A layer builds on one that is missing' },
  'policy-days-differ': { status: 422, zh: '生效日期不一', en: 'Open cases can move on one day only' },
  'calendar-unsound': {
    status: 422,
    zh: '日历有误',
    en: 'The calendar contradicts itself, or a date does not exist',
  },
  'dates-reversed': { status: 422, zh: '起止日期颠倒', en: 'The dates are reversed' },
  'substitute-unfit': { status: 422, zh: '代理人不符合要求', en: 'The substitute is not fit' },
  'if-match-missing': {
    status: 428,
    zh: '缺少 If-Match',
    en: 'If-Match with the seq of the case is missing',
  },

  // Not now.
  'too-many-requests': { status: 429, zh: '请求过于频繁', en: 'Too many requests' },
  'too-many-tip-offs': {
    status: 429,
    zh: '提交过多,请稍后重发同一请求',
    en: 'Too many tip-offs at once: send the same again later',
  },
  'too-many-tries': { status: 429, zh: '尝试次数过多', en: 'Too many failed tries' },

  // The case does not fit what was installed.
  'law-row-missing': {
    status: 503,
    zh: '案件适用的规定缺少一项,已停办,待运维处理',
    en: 'The law that the case has pinned lacks a row: operators have to see to it',
  },
  'step-unknown': {
    status: 503,
    zh: '现行程序无此环节,已停办,待运维处理',
    en: 'The code that runs has no such step: operators have to see to it',
  },
  'procedure-changed': {
    status: 503,
    zh: '现行程序与案卷不符,已停办,待运维处理',
    en: 'The procedure that runs does not fit the record: operators have to see to it',
  },
  'paper-gone': {
    status: 503,
    zh: '材料文件缺失,待运维处理',
    en: 'The file of the paper is gone: operators have to see to it',
  },
  internal: { status: 500, zh: '系统错误', en: 'Something went wrong here' },
  'database-away': { status: 503, zh: '系统暂不可用', en: 'The database is away' },
  overloaded: { status: 503, zh: '系统繁忙', en: 'Too busy at the moment' },
  'console-not-built': {
    status: 503,
    zh: '控制台尚未构建:npm start 会先行构建',
    en: 'The console has not been built; npm start builds it first',
  },
  ...networkProblems,
} as const satisfies Record<ProblemCode, ProblemDef>;
