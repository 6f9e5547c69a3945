import type { PlainDate } from '../domain/time/calendar';
import type { MailTemplate } from '../domain/case/case-event';
import type { RungKind } from '../domain/time/limit';
import type { Title } from '../domain/role';

/**
 * All that a mail may say of a case: numbers, fixed words and dates. Nothing that anybody wrote, no amount,
 * no name of a person or an enterprise, nothing of a reporter.
 */
export interface MailFacts {
  readonly caseNumber: string;
  /** Where the case opens after a login. */
  readonly link: string;
  /** What the case is about in the words of the law, as the matter that was applied for. */
  readonly subject: Title | null;
  /** The step it is about, or null if about the whole case. */
  readonly step: Title | null;
  /** The rung that fell due and the clock that it belongs to; only for the template `rung`. */
  readonly rung: {
    readonly id: string;
    readonly kind: RungKind;
    readonly of: 'limit' | 'promise' | 'pause';
  } | null;
  /** Why the time stands still and for how many calendar days; only for the template `time-paused`. */
  readonly pause: { readonly ground: Title; readonly expectedDays: number | null } | null;
  /** The last day of the limit. */
  readonly dueOn: PlainDate | null;
  /** The last day of the committed limit 承诺时限, where there is one. */
  readonly promisedOn: PlainDate | null;
  /** The calendar of the due year is not published yet, so the date may move. */
  readonly provisional: boolean;
  /** Who else receives the mail: offices, no names. */
  readonly offices: readonly Title[];
  /** It comes to somebody because those whom it was meant for were not reached, or did not acknowledge it. */
  readonly passedOn?: boolean;
}

export interface ComposedMail {
  readonly subject: string;
  /** Plain text, Chinese and English line by line. */
  readonly text: string;
}

/**
 * The mail of a template. The same facts always give the same mail.
 * @throws RangeError if a fact holds a line break or control character, or if a mail about an enterprise would
 *   betray that somebody gave a tip: then nothing is sent.
 */
export function composeMail(template: MailTemplate, facts: MailFacts): ComposedMail {
  const { caseNumber, link, subject, step, pause, dueOn, promisedOn, provisional, offices, passedOn } = facts;
  const cause = causeOf(template, facts);
  const sections: readonly (Title | null)[] = [
    cause,
    passedOn === true ? onwards : null,
    { zh: `案件编号:${caseNumber}`, en: `Case: ${caseNumber}` },
    subject && { zh: `事项:${subject.zh}`, en: `Matter: ${subject.en}` },
    step && { zh: `环节:${step.zh}`, en: `Step: ${step.en}` },
    pause && lengthOf(pause),
    promisedOn === null ? null : { zh: `承诺日期:${promisedOn}`, en: `Promised: ${promisedOn}` },
    dueOn === null ? null : dueDate(dueOn, provisional),
    { zh: `请登录办理:${link}`, en: `Log in to see it: ${link}` },
    offices.length === 0
      ? null
      : {
          zh: `收件岗位:${offices.map(({ zh }) => zh).join('、')}`,
          en: `Sent to: ${offices.map(({ en }) => en).join(', ')}`,
        },
    { zh: '本邮件由系统自动发送,请勿回复。', en: 'Sent automatically; please do not reply.' },
  ];
  const mail = inOneText(`[${caseNumber}] ${cause.zh} ${cause.en}`, sections);
  // The address of the system is the operator's choice and the same in every mail.
  assertFitToTell(caseNumber, `${mail.subject}\n${mail.text}`.replaceAll(link, ''));
  return mail;
}

/**
 * A mail of sections, in Chinese and English line by line.
 * @throws RangeError for a line that holds more than one line
 */
export function inOneText(subject: string, sections: readonly (Title | null)[]): ComposedMail {
  const lines = sections.flatMap((section) => (section ? [section.zh, section.en, ''] : []));
  for (const line of [subject, ...lines]) assertOneLine(line);
  return { subject, text: `${lines.join('\n').trimEnd()}\n` };
}

const onwards: Title = {
  zh: '原收件人未收到或未按时确认,现转请您处理',
  en: 'Those it was meant for were not reached, or did not acknowledge it in time',
};

const rungCauses: Record<Exclude<RungKind, 'resume'>, Title> = {
  remind: { zh: '办理期限将至', en: 'A time limit is approaching' },
  overdue: { zh: '办理期限已过', en: 'A time limit has passed' },
  escalate: { zh: '逾期督办', en: 'Overdue: brought to your attention' },
  expire: { zh: '期限届满,已自动处理', en: 'A time limit has ended and taken effect' },
};

/** A promise is given by the office: to miss it has to be explained, and does not make the decision unlawful. */
const promiseCauses: typeof rungCauses = {
  ...rungCauses,
  remind: { zh: '承诺时限将至', en: 'A promised time is nearly up' },
  overdue: { zh: '已超承诺时限', en: 'A promised time has passed' },
};

/** A pause ends by itself, even if its reason is not over. */
const pauseCauses: typeof rungCauses = {
  ...rungCauses,
  remind: { zh: '时限中止提示,到期自动恢复计算', en: 'A pause of a time limit: it ends by itself' },
  overdue: { zh: '中止已届满,事项尚未办结', en: 'A pause has ended and the step is not decided yet' },
};

/** Texts of rungs that say more than that time passes, by the rungs' ids in the ladders. */
const ownCauses: Readonly<Record<string, Title>> = {
  'may-apply': { zh: '已可申请信用修复', en: 'Repair may be applied for from today' },
};

const causesOf = { limit: rungCauses, promise: promiseCauses, pause: pauseCauses };

const causes: Record<Exclude<MailTemplate, 'rung'>, Title> = {
  'order-issued': { zh: '责令限期整改指令书已下达', en: 'An order to remedy has been issued' },
  'proof-returned': { zh: '复查未通过,请继续整改', en: 'The re-check left items open; please go on' },
  'decision-taken': { zh: '审批决定已作出', en: 'A decision on your application has been taken' },
  'time-paused': { zh: '办理时限已依法中止', en: 'The time for the decision stands still by law' },
  'time-resumed': { zh: '办理时限恢复计算', en: 'The time for the decision runs again' },
  'inspection-notice': { zh: '执法检查已告知', en: 'Notice of an inspection has been given' },
  'inspection-result': { zh: '执法检查结果已告知', en: 'The result of an inspection has been told' },
  'notice-published': { zh: '有新的告知,请阅读', en: 'There is a new notice for you to read' },
  'notice-unserved': { zh: '告知未能送达', en: 'A notice could not be served' },
  'officer-filed': { zh: '首席安全官已备案', en: 'Your chief safety officer was filed' },
  'officer-returned': {
    zh: '首席安全官提名已退回,请查看理由',
    en: 'A nomination was returned; log in for the reason',
  },
  'officer-vacant': {
    zh: '首席安全官岗位空缺,请在期限内重新提名',
    en: 'The post of the chief safety officer is vacant: please nominate in time',
  },
  'officer-expired': {
    zh: '首席安全官证书到期,岗位空缺',
    en: 'The certificate of a chief safety officer has ended: the post is vacant',
  },
  'officer-reviewed': {
    zh: '首席安全官年度评议已作出',
    en: 'The yearly review of your chief safety officer is done',
  },
  'wardens-missing': {
    zh: '有班组缺安全纠察员,请及时补设',
    en: 'Safety wardens are missing and have to be named',
  },
  'hazard-handed-over': {
    zh: '企业报送隐患,请安排现场核查',
    en: 'A firm has handed over a hazard to be checked on the site',
  },
  'fund-short': { zh: '安全基金余额不足', en: 'The safety fund has less than it owes' },
  'award-unpaid': { zh: '奖励逾期未兑付', en: 'An award was not paid in time' },
  'certificate-lapses': {
    zh: '人员证书即将到期,请办理复审或换证',
    en: 'A certificate of your people has to be reviewed or renewed',
  },
  'works-uncertified': {
    zh: '有人员无证从事特种作业,请安排现场核查',
    en: 'Somebody does special work without a certificate: to be checked on the site',
  },
  'repair-notice': { zh: '信用修复告知', en: 'A record was entered; how it can be repaired' },
  'pause-answered': { zh: '中止申请已答复', en: 'The request for a pause was answered' },
  'case-withdrawn': { zh: '案件已撤回,不再办理', en: 'The case was withdrawn and is not carried on' },
  'request-waits': { zh: '有一项申请等待您审批', en: 'A request waits for your answer' },
  'time-extended': {
    zh: '办理期限已依法延长,理由请登录查看',
    en: 'The time for the decision was extended by law; log in for the reason',
  },
  'start-corrected': { zh: '期限起算日已更正', en: 'The day from which a time limit counts was corrected' },
  'step-waits': { zh: '有一个环节等待您办理', en: 'A step waits for you' },
  'expert-invited': { zh: '邀请您提供专家服务', en: 'You are invited to serve as an expert' },
  'expert-answered': { zh: '专家已答复,请确认', en: 'The expert has answered; please confirm' },
  'danger-seen': {
    zh: '专家发现危险情形,请立即处置并说明',
    en: 'An expert has seen danger: act at once, and say what was done',
  },
  'extension-answered': { zh: '延期申请已答复', en: 'The request for an extension was answered' },
};

/** Why somebody is told. */
export function causeOf(template: MailTemplate, { rung }: Pick<MailFacts, 'rung'>): Title {
  if (template !== 'rung') return causes[template];
  if (rung === null) throw new RangeError('the mail of a rung needs the rung');
  if (rung.kind === 'resume') throw new RangeError('that a pause ends by itself is no mail of a rung');
  return ownCauses[rung.id] ?? causesOf[rung.of][rung.kind];
}

function lengthOf({ ground, expectedDays }: NonNullable<MailFacts['pause']>): Title {
  return expectedDays === null
    ? { zh: `事由:${ground.zh}`, en: `Ground: ${ground.en}` }
    : {
        zh: `事由:${ground.zh};预计需要${expectedDays}日(自然日),不计入办理时限`,
        en: `Ground: ${ground.en}; expected to take ${expectedDays} calendar days, which do not count`,
      };
}

function dueDate(date: PlainDate, provisional: boolean): Title {
  return provisional
    ? {
        zh: `截止日期:${date}(暂定,节假日安排尚未公布)`,
        en: `Due: ${date} (provisional: holidays not published yet)`,
      }
    : { zh: `截止日期:${date}`, en: `Due: ${date}` };
}

// Line separators, bidirectional marks and control characters could forge a header or turn a line about.
const notOneLine = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/;

function assertOneLine(line: string): void {
  if (notOneLine.test(line)) throw new RangeError('a mail holds a control character');
}

/** Prefixes of cases to which a tip may have led and that the enterprise knows of. */
const aboutEnterprises = ['RE-', 'IN-'];
const wordsOfATip =
  /举报|检举|投诉|线索|tip-?\s?off|\btips?\b|whistle-?blow|report(er|ed by)|complain|informant/i;

/** @throws RangeError where words about this case would betray to an enterprise that somebody gave a tip */
export function assertFitToTell(caseNumber: string, words: string): void {
  if (aboutEnterprises.some((prefix) => caseNumber.startsWith(prefix))) assertTellsOfNoTip(words);
}

/**
 * An enterprise must not learn that there is a tip: every mail about its case is checked once more before it is sent.
 */
export function assertTellsOfNoTip(mail: string): void {
  if (wordsOfATip.test(mail)) throw new RangeError('a mail about an enterprise speaks of a tip');
}
