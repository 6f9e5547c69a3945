import type { ToldCase } from './channels/channel';
import { assertFitToTell, assertOneLine, type ComposedMail } from './mail-templates';

/**
 * The one mail of a day to somebody who wants what is not urgent together: numbers, causes, steps and days.
 * @throws RangeError where it would betray to an enterprise that somebody gave a tip: then nothing is sent
 */
export function composeOwnDigest(cases: readonly ToldCase[], publicUrl: string): ComposedMail {
  const subject = `${cases.length} 项办案提醒 Messages about cases: ${cases.length}`;
  const lines = [
    ...cases.flatMap(({ caseNumber, cause, step, dueOn }) => {
      const zh = [caseNumber, cause.zh, step?.zh, dueOn && `截止日期:${dueOn}`].filter(Boolean).join(' ');
      const en = [caseNumber, cause.en, step?.en, dueOn && `due: ${dueOn}`].filter(Boolean).join(', ');
      assertFitToTell(caseNumber, `${zh} ${en}`);
      return [zh, en, ''];
    }),
    `请登录办理:${publicUrl}`,
    `Log in to see them: ${publicUrl}`,
    '',
    '本邮件由系统自动发送,请勿回复。',
    'Sent automatically; please do not reply.',
  ];
  for (const line of [subject, ...lines]) assertOneLine(line);
  return { subject, text: `${lines.join('\n')}\n` };
}
