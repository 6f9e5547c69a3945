import type { Title } from '../../domain/role';

/* Every word of the public pages. What a form asks, and what a case is told in, comes with its definition. */

export const strings = {
  name: { zh: '案结', en: 'Anjie' },
  other: { zh: 'English', en: '中文' },
  exit: { zh: '立即离开', en: 'Leave this page' },
  top: { zh: '页眉', en: 'Top of the page' },
  optional: { zh: '选填', en: 'optional' },
  onePerLine: { zh: '每行一人', en: 'one on each line' },
  choose: { zh: '请选择', en: 'Please choose' },
  yes: { zh: '是', en: 'Yes' },
  faults: { zh: '有内容需要更正', en: 'Something has to be corrected' },
  kept: { zh: '您已填写的内容都还在。', en: 'All that you have entered is still here.' },
  footer: {
    zh: '本页不使用脚本、不设 Cookie、不引用外部内容。',
    en: 'This page runs no script, sets no cookie and loads nothing from elsewhere.',
  },

  homeTitle: { zh: '案结 · 安全生产举报', en: 'Anjie · Reports on work safety' },
  homeLead: {
    zh: '发现安全生产违法行为或事故隐患,可在此举报。无需账号,可以匿名。',
    en: 'Report a breach of work safety or a hazard here. You need no account and need not say who you are.',
  },
  toReport: { zh: '我要举报', en: 'Report something' },
  toReceipt: { zh: '凭查询码查看进度', en: 'Look up my report by its code' },
  toPromises: { zh: '承诺时限公示', en: 'What the zone promises, and what it has not kept' },
  toConsole: { zh: '企业与工作人员登录', en: 'Firms and staff: log in' },
  toDescription: { zh: '接口说明', en: 'Description of the interface' },

  reportTitle: { zh: '安全生产举报', en: 'Report on work safety' },
  stepMatter: { zh: '第一步:何事、何地', en: 'Step 1: what, and where' },
  stepWho: { zh: '第二步:您是谁', en: 'Step 2: who you are' },
  stepCheck: { zh: '最后一步:核对并提交', en: 'Last step: check and send' },
  what: { zh: '提交之后', en: 'What happens then' },
  whatCode: {
    zh: '您会得到案件编号和查询码。凭查询码可随时查看进度、补充材料、领取奖励。',
    en: 'You get a case number and a receipt code. By the code you see how it stands, add evidence and claim a reward.',
  },
  protectedTitle: { zh: '保护什么', en: 'What is protected' },
  protectedText: {
    zh: '您的身份与举报内容分开加密保存,办案人员看不到您的身份。本系统不记录您的网络地址。',
    en: 'Who you are is kept encrypted and apart from the report; those who check it do not see it. Your network address is not recorded.',
  },
  notProtectedTitle: { zh: '保护不了什么', en: 'What is not protected' },
  notProtectedText: {
    zh: '网络运营商、所在单位的网络和微信可能知道您访问过本站;浏览记录会留在这部手机上;内容写得过细,他人可能据此猜到您。请勿使用单位的网络和设备。',
    en: 'Your network, your firm’s network and WeChat may know that you were here; this phone keeps its history; details may tell who wrote them. Do not use a network or device of your firm.',
  },
  danger: {
    zh: '有人正处于危险之中,请立即拨打 119 或 110。',
    en: 'Is somebody in danger now? Call 119 or 110.',
  },
  photosLater: {
    zh: '照片等材料在提交之后添加。',
    en: 'Photographs and other evidence are added after it is sent.',
  },
  next: { zh: '下一步', en: 'Go on' },
  send: { zh: '提交举报', en: 'Send the report' },
  back: { zh: '返回修改', en: 'Back' },
  change: { zh: '修改', en: 'Change' },
  checkLead: {
    zh: '请核对。点“提交举报”之前,本系统不保存任何内容。',
    en: 'Please check. Nothing is kept here before you send it.',
  },
  sendAgain: {
    zh: '尚未提交成功,您填写的内容都还在,请稍后再次点“提交举报”,不会重复立案。',
    en: 'It was not taken yet. What you wrote is still here: send it again a little later; it will be one case.',
  },

  sentBefore: {
    zh: '这份举报此前已经提交。如需补充,请凭查询码添加材料;如要另行举报,请从头填写。',
    en: 'This report was sent before. Add to it by its receipt code; for another report begin anew.',
  },

  slipTitle: { zh: '已收到您的举报', en: 'Your report was received' },
  caseNumber: { zh: '案件编号', en: 'Case number' },
  receiptCode: { zh: '查询码', en: 'Receipt code' },
  slipLead: {
    zh: '查询码是查看和办理此案的唯一凭证,遗失无法补办。请抄写、拍照或打印,并勿告知他人。',
    en: 'The code is the only way back to your case and cannot be replaced. Write it down, photograph or print it, and tell it to nobody.',
  },
  picture: { zh: '查询码的二维码', en: 'The receipt code as a QR code' },
  keptIt: { zh: '我已保存查询码', en: 'I have kept the code' },
  goOn: { zh: '继续:查看进度', en: 'Go on: how it stands' },

  receiptTitle: { zh: '查看举报进度', en: 'How my report stands' },
  codeLabel: { zh: '查询码', en: 'Receipt code' },
  codeHint: {
    zh: '提交举报时显示的查询码;大小写、空格和连字符均可。',
    en: 'The code that was shown when you sent it; case, spaces and hyphens do not matter.',
  },
  look: { zh: '查看', en: 'Look it up' },
  codeUnknown: {
    zh: '没有这个查询码。请核对后重新输入;查错不会锁定。',
    en: 'There is no such code. Please check it and enter it again; nobody is locked out.',
  },
  state: { zh: '目前情况', en: 'How it stands' },
  receivedOn: { zh: '收到日期', en: 'Received on' },
  waitsFor: { zh: '下一步由谁办理', en: 'Who has to act next' },
  dueOn: { zh: '最迟', en: 'At the latest' },
  noDue: { zh: '目前没有期限在计算', en: 'No time is running now' },
  moved: { zh: '期限有变动', en: 'The day was moved' },
  milestones: { zh: '经过', en: 'What has happened' },
  messages: { zh: '给您的话', en: 'What you are told' },
  takenBack: { zh: '案件已由本机关撤回', en: 'The office has taken the case back' },
  reward: { zh: '奖励', en: 'Reward' },
  amount: { zh: '金额', en: 'Amount' },
  claimBy: { zh: '最迟领取日', en: 'To be claimed by' },
  claimCode: { zh: '领取码', en: 'Claim code' },
  reckoned: { zh: '如何计算', en: 'How it was computed' },
  youMay: { zh: '您可以办理', en: 'What you can do' },
  papers: { zh: '补充照片等材料', en: 'Add a photograph or other evidence' },
  file: { zh: '文件(一次一个)', en: 'File (one at a time)' },
  upload: { zh: '上传', en: 'Send the file' },
  takenTypes: { zh: '可上传', en: 'Taken' },
  atMost: { zh: '每个最大', en: 'each at most' },
  paperTaken: { zh: '材料已收到。', en: 'The file was received.' },
  paperHeld: {
    zh: '材料已收到。此类文件无法清除附加信息,原件封存,经两人同意方可打开。',
    en: 'The file was received. It cannot be cleaned of what it tells beside its content: it is kept sealed and opened only after two persons have agreed.',
  },
  paperSuspicious: {
    zh: '文件已收到,但扫描发现可疑内容,办案人员不会打开。',
    en: 'The file was received, but a scan found something in it: officers will not open it.',
  },
  paperDamaged: {
    zh: '文件不完整,能读出的部分已保存。',
    en: 'It came incomplete; what can be read was kept.',
  },
  paperRefused: { zh: '文件没有收下', en: 'The file was not taken' },
  showCode: { zh: '再次显示查询码', en: 'Show the code again' },
  sure: { zh: '请核对,确认后生效', en: 'Please check: it takes effect once you confirm' },
  confirm: { zh: '确认', en: 'Confirm' },
  cancel: { zh: '不办理,返回', en: 'Do nothing, go back' },
  moveMade: { zh: '已办理', en: 'Done' },
  moveRefused: { zh: '未能办理', en: 'It could not be done' },
  waiveLead: { zh: '放弃之后不能再领取。', en: 'What is given up cannot be claimed later.' },
  withdrawLead: {
    zh: '撤回之后,本案终止,不能恢复。',
    en: 'Once it is taken back the case ends and cannot be taken up again.',
  },
  leave: {
    zh: '看完请关闭本页,并清除浏览记录。',
    en: 'When you are done, close this page and clear the history.',
  },

  promisesTitle: { zh: '承诺时限公示', en: 'Promised time limits' },
  onDay: { zh: '截至', en: 'As of' },
  zones: { zh: '选择园区', en: 'Choose a zone' },
  department: { zh: '部门', en: 'Department' },
  legal: { zh: '法定时限', en: 'By law' },
  committed: { zh: '承诺时限', en: 'Promised' },
  noPromise: { zh: '无', en: 'none' },
  actual: { zh: '实际', en: 'Took' },
  brokenTitle: { zh: '超出承诺时限的办件', en: 'Promises that were not kept' },
  noneBroken: {
    zh: '本月没有已公开说明的超时办件。',
    en: 'None with a published explanation in this month.',
  },
  unexplained: { zh: '超出承诺、说明尚未公开的件数', en: 'Not kept, with no explanation published yet' },
  explanation: { zh: '说明', en: 'Explanation' },
  decidedOn: { zh: '决定日期', en: 'Decided on' },
  monthBefore: { zh: '上一个月', en: 'The month before' },
  more: { zh: '更多', en: 'More' },

  problemTitle: { zh: '没有成功', en: 'That did not work' },
  tryAgain: { zh: '请在这些秒之后再试', en: 'Please try again after this many seconds' },
  reference: { zh: '咨询时请告知', en: 'If you ask for help, name' },
  toHome: { zh: '首页', en: 'First page' },
} as const satisfies Record<string, Title>;

/** Who has to act next, as the reporter reads it. */
export const parties = {
  bureau: { zh: '监管部门', en: 'The office' },
  enterprise: { zh: '企业', en: 'The enterprise' },
  you: { zh: '您', en: 'You' },
  nobody: { zh: '已无待办', en: 'Nobody: it is over' },
} as const satisfies Record<string, Title>;

export const rewardStates = {
  'to-claim': { zh: '待领取', en: 'To be claimed' },
  'in-payment': { zh: '正在支付', en: 'Being paid' },
  paid: { zh: '已支付', en: 'Paid' },
  'account-to-correct': { zh: '收款信息待更正', en: 'The account has to be corrected' },
  'given-up': { zh: '未领取', en: 'Not claimed' },
  none: { zh: '无奖励', en: 'No reward' },
} as const satisfies Record<string, Title>;

/** Why a file was not taken. */
export const paperReasons = {
  'paper-empty': { zh: '没有选择文件,或文件是空的', en: 'no file was chosen, or it is empty' },
  'paper-too-large': { zh: '文件太大', en: 'it is too large' },
  'paper-too-many-pixels': { zh: '图片像素过多', en: 'the picture has too many pixels' },
  'paper-type-not-taken': { zh: '不接受此类文件', en: 'this kind of file is not taken' },
  'paper-broken': { zh: '文件损坏,无法读取', en: 'it is broken and cannot be read' },
} as const satisfies Record<string, Title>;

export const unitWords = {
  'working-days': { zh: '个工作日', en: 'working days' },
  'calendar-days': { zh: '日', en: 'days' },
  months: { zh: '个月', en: 'months' },
  hours: { zh: '小时', en: 'hours' },
  seconds: { zh: '秒', en: 'seconds' },
} as const satisfies Record<string, Title>;
