import { Type, type Static } from 'typebox';
import { foldedAs } from '../../domain/text/formats';
import { Coded, Line } from '../../domain/case/form';

/** Where a reward is paid to. Typed by the reporter at the claim; lies in the vault; finance sees it in the payment step only. */
export const PayeeForm = Type.Object(
  {
    holder: Line({ zh: '户名', en: 'Account holder' }, 60),
    bank: Line({ zh: '开户银行', en: 'Bank' }, 100),
    account: Coded({ zh: '账号', en: 'Account number' }, 'bank-account'),
  },
  { additionalProperties: false },
);
export type Payee = Static<typeof PayeeForm>;

/** The same payee in one spelling: however it was typed, it is the same account. */
export function normalPayee({ holder, bank, account }: Payee): Payee {
  return {
    holder: holder.normalize('NFC').trim(),
    bank: bank.normalize('NFC').trim(),
    account: foldedAs('bank-account', account),
  };
}
