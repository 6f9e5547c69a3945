import type { ToldCase } from './channels/channel';
import { assertFitToTell, inOneText, type ComposedMail } from './mail-templates';

/**
 * The one mail of a day to somebody who wants what is not urgent together: numbers, causes, steps and days.
 * @throws RangeError where it would betray to an enterprise that somebody gave a tip: then nothing is sent
 */
export function composeOwnDigest(cases: readonly ToldCase[], publicUrl: string): ComposedMail {
  return inOneText(`${cases.length} 项办案提醒 Messages about cases: ${cases.length}`, [
    ...cases.map(({ caseNumber, cause, step, dueOn }) => {
      const zh = [caseNumber, cause.zh, step?.zh, dueOn && `截止日期:${dueOn}`].filter(Boolean).join(' ');
      const en = [caseNumber, cause.en, step?.en, dueOn && `due: ${dueOn}`].filter(Boolean).join(', ');
      assertFitToTell(caseNumber, `${zh} ${en}`);
      return { zh, en };
    }),
    { zh: `请登录办理:${publicUrl}`, en: `Log in to see them: ${publicUrl}` },
    { zh: '本邮件由系统自动发送,请勿回复。', en: 'Sent automatically; please do not reply.' },
  ]);
}
