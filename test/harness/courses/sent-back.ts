import { shanghaiDate } from '../../../domain/time/calendar';
import type { Said } from '../../../setup/courses';
import type { Office } from '../office';
import { carry, decide } from './usual-course';

/* 退汇: the bank sends money back after it was paid, and after the workflows of the payment and its tip-off have ended. */

/** The number of the payout of a tip-off. */
export async function payoutOf(office: Office, tipOff: string): Promise<string> {
  const { children } = await office.view(tipOff);
  const payout = children['child/payout#1'];
  if (payout === undefined) throw new Error('nothing was paid');
  return payout.number;
}

/** Enters that what was paid for a tip-off has come back. */
export async function sendBack(office: Office, tipOff: string): Promise<void> {
  const payout = await payoutOf(office, tipOff);
  for (const number of [tipOff, payout]) await office.client.workflow.getHandle(number).result();
  const sentBack = {
    verdict: 'returned',
    bankReference: `BACK-${payout}`,
    amountFen: (await office.view(payout)).input['amountFen'],
    returnedOn: shanghaiDate(new Date().toISOString()),
    cause: 'account-closed',
  };
  const entered = await decide(office, payout, 'payout/bank-return', sentBack);
  if (!entered.ok) throw new Error(entered.refusal.code);
  await office.settled();
}

/** The account is corrected, and the bank pays a second time. */
export async function payAgain(office: Office, tipOff: string): Promise<void> {
  const paid = (time: number): Said => ({ verdict: 'paid', bankReference: `BANK-${tipOff}-${time}` });
  const instead = { 'payout/bank-return': [paid(1), paid(2)] };
  await carry(office, tipOff, { unhurried: true, instead });
}
