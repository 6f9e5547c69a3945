import { Value } from 'typebox/value';
import { foldedAs } from '../../../domain/text/formats';
import { normalPayee, PayeeForm } from '../../../record/vault/payee';

const payee = { holder: '欧阳·买买提', bank: '中国银行嘉兴分行', account: '6222 0000-1111 2222' };

/** As the frame hands it over: codes are folded before they are judged. */
function fits(changed: object): boolean {
  const { account, ...form }: { account: unknown } = { ...payee, ...changed };
  const folded = typeof account === 'string' ? foldedAs('bank-account', account) : account;
  return Value.Check(PayeeForm, { ...form, account: folded });
}

it('takes names, banks and accounts as people write them', () => {
  expect(fits({})).toBe(true);
  expect(fits({ holder: '𠮷' })).toBe(true);
  expect(fits({ account: '622200' })).toBe(true);
});

it.each([
  { holder: '' },
  { holder: '  ' },
  { holder: 'a\nb' },
  { holder: 'a\u0000' },
  { holder: 'x'.repeat(61) },
  { bank: 'a\r\nb' },
  { bank: '\u2028' },
  { account: '12345' },
  { account: '=1+1000000' },
  { account: '622200001111222X' },
  { account: '1'.repeat(41) },
  { account: 6222000011112222 },
  { more: 'x' },
])('refuses %j', (changed) => {
  expect(fits(changed)).toBe(false);
});

it('has one spelling', () => {
  expect(normalPayee({ ...payee, holder: ' 欧阳·买买提 ' })).toEqual({
    ...payee,
    account: '6222000011112222',
  });
});
