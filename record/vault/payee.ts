import { Type, type Static } from 'typebox';
import { titled } from '../../domain/case/form';

// One line of readable text: a control character could break the bank's list.
const oneLine =
  '^[^\\u0000-\\u001F\\u007F\\u2028\\u2029]*[^\\s\\u0000-\\u001F\\u007F][^\\u0000-\\u001F\\u007F\\u2028\\u2029]*$';

/** Where a reward is paid to. Typed by the reporter at the claim; lies in the vault; finance sees it in the payment step only. */
export const PayeeForm = Type.Object(
  {
    holder: Type.String({
      ...titled({ zh: '户名', en: 'Account holder' }),
      minLength: 1,
      maxLength: 60,
      pattern: oneLine,
    }),
    bank: Type.String({
      ...titled({ zh: '开户银行', en: 'Bank' }),
      minLength: 1,
      maxLength: 100,
      pattern: oneLine,
    }),
    account: Type.String({
      ...titled({ zh: '账号', en: 'Account number' }),
      minLength: 6,
      maxLength: 40,
      // As printed on the card: digits, perhaps in groups.
      pattern: '^[0-9][0-9 -]*[0-9]$',
    }),
  },
  { additionalProperties: false },
);
export type Payee = Static<typeof PayeeForm>;

/** The same payee in one spelling: however the groups of digits were typed, it is the same account. */
export function normalPayee({ holder, bank, account }: Payee): Payee {
  return {
    holder: holder.normalize('NFC').trim(),
    bank: bank.normalize('NFC').trim(),
    account: account.replace(/[ -]/g, ''),
  };
}
