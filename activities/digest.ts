import { stepTitle } from '../domain/cases/catalogue';
import type { PlainDate } from '../domain/time/calendar';
import type { Title } from '../domain/role';
import type { Digest, MovedLimit, Tell } from '../record/law/moved-clocks';
import type { RuleChange } from '../record/store/rule-change';
import { sendOrGiveUp, type Mailer } from './mail';
import { assertTellsOfNoTip, inOneText, type ComposedMail } from './mail-templates';

/* The one mail about a change of law or calendar to each person whose limits it has moved. */

/** The most limits that a mail lists. Beyond these it says how many there are; the worklist has them all. */
const mostLines = 200;

/**
 * Sends digests. Safe to run twice: that a person was told of a change is noted in the transaction that sends, and a
 * mail that is sent again, because the worker died in between, has the same Message-ID.
 */
export function digestSender(mailer: Mailer, publicUrl: string): Tell {
  return async (digest) => {
    const { change, personId, addresses, limits } = digest;
    const key = JSON.stringify([change, limits.map(({ number, step, clock }) => [number, step, clock])]);
    await sendOrGiveUp(mailer, {
      messageId: mailer.messageIdOf(personId, key),
      to: addresses,
      ...composeDigest(digest, publicUrl),
    });
  };
}

/**
 * The mail of a digest: numbers, steps and days, nothing that anybody wrote. The same digest gives the same mail.
 * @throws RangeError if a mail to an enterprise would betray that somebody gave a tip: then nothing is sent
 */
export function composeDigest({ change, outside, limits }: Digest, publicUrl: string): ComposedMail {
  const heading = {
    zh: `${limits.length} 项办理期限有变动`,
    en: `Time limits that have moved: ${limits.length}`,
  };
  const more = limits.length - mostLines;
  const sections: readonly (Title | null)[] = [
    reasonOf(change),
    ...limits.slice(0, mostLines).map(lineOf),
    more > 0 ? { zh: `另有 ${more} 项,请登录查看`, en: `and ${more} more; log in to see them` } : null,
    { zh: `请登录办理:${publicUrl}`, en: `Log in to see it: ${publicUrl}` },
    { zh: '本邮件由系统自动发送,请勿回复。', en: 'Sent automatically; please do not reply.' },
  ];
  const mail = inOneText(`${heading.zh} ${heading.en}`, sections);
  if (outside) assertTellsOfNoTip(`${mail.subject}\n${mail.text}`.replaceAll(publicUrl, ''));
  return mail;
}

function reasonOf(change: RuleChange): Title {
  const { revision } = change;
  switch (change.rules) {
    case 'calendar':
      return {
        zh: `新的工作日历已生效(第 ${revision} 版),下列期限随之变动:`,
        en: `A new calendar is in force (revision ${revision}); these time limits have moved with it:`,
      };
    case 'policy':
      return {
        zh: `规定已变更(第 ${revision} 版,自 ${change.on} 起),下列期限随之变动:`,
        en: `The law has changed (revision ${revision}, from ${change.on} on); these time limits have moved with it:`,
      };
  }
}

function lineOf({ number, step, clock, dueBefore, dueAfter }: MovedLimit): Title {
  const { zh, en } = stepTitle(step);
  const promised = clock === 'promise' ? { zh: '(承诺时限)', en: ' (committed limit)' } : { zh: '', en: '' };
  const moved = daysOf(dueBefore, dueAfter);
  return {
    zh: `${number} ${zh}${promised.zh}:${moved.zh}`,
    en: `${number} ${en}${promised.en}: ${moved.en}`,
  };
}

function daysOf(before: PlainDate | null, after: PlainDate | null): Title {
  if (before === null || after === null)
    return { zh: '中止中,恢复后按新的期限计算', en: 'stands still; it goes on by the new limit' };
  if (before === after) return { zh: `${after}(当日内变动)`, en: `${after}, at another hour` };
  return { zh: `${before} → ${after}`, en: `${before} → ${after}` };
}
