import { officeChanges } from '../domain/office/catalogue';
import type { TellOfProposal, WaitingProposal } from '../record/office/proposal-mail';
import { sendOrGiveUp, type Mailer } from './mail';
import { inOneText, type ComposedMail } from './mail-templates';

/**
 * Sends mails about proposals. Safe to run twice: that it was told is noted in the transaction that sends, and a mail that
 * is sent again, because the worker died in between, has the same Message-ID.
 */
export function proposalSender(mailer: Mailer, publicUrl: string): TellOfProposal {
  return (waiting) =>
    sendOrGiveUp(mailer, {
      messageId: mailer.messageIdOf(waiting.proposal, 'proposal'),
      to: waiting.addresses,
      ...composeProposal(waiting, publicUrl),
    });
}

/** The mail about a proposal: of what kind it is, and nothing that anybody wrote. */
function composeProposal({ change }: Pick<WaitingProposal, 'change'>, publicUrl: string): ComposedMail {
  const { zh, en } = officeChanges[change].title;
  return inOneText('有一项机关变更待您批准 A change of the office waits for you', [
    { zh: `变更事项:${zh}`, en: `What is asked for: ${en}` },
    {
      zh: '须由提请人和当事人以外的另一人批准或不予批准。',
      en: 'It is put in force, or refused, by another person than asked for it or than it is about.',
    },
    { zh: `请登录办理:${publicUrl}`, en: `Log in to see it: ${publicUrl}` },
    { zh: '本邮件由系统自动发送,请勿回复。', en: 'Sent automatically; please do not reply.' },
  ]);
}
