import { isCreditCode } from '../../../domain/text/credit-code';

/* GB 32100-2015 with codes of firms that everybody knows. */

it.each(['91350100M000100Y43', '91440300708461136T', '91330100799655058B'])('knows %s', (code) => {
  expect(isCreditCode(code)).toBe(true);
});

it('notices one character that is another, and two that have changed places', () => {
  const code = '91440300708461136T';
  for (let at = 0; at < code.length; at++) {
    const other = code[at] === '7' ? '2' : '7';
    expect(isCreditCode(code.slice(0, at) + other + code.slice(at + 1))).toBe(false);
  }
  for (let at = 0; at + 1 < code.length; at++) {
    const [one, next] = [code[at], code[at + 1]];
    if (one !== next) expect(isCreditCode(code.slice(0, at) + next + one + code.slice(at + 2))).toBe(false);
  }
});

it.each(['', '9144030070846113', '91440300708461136t', '91440300708461136I', '９１440300708461136T'])(
  'takes no %p',
  (code) => {
    expect(isCreditCode(code)).toBe(false);
  },
);
