import { codes } from '../../../domain/text/codes';
import { formatFault, foldedAs } from '../../../domain/text/formats';

describe('a credit code', () => {
  it('is folded before it is judged: width, spaces, small letters, and O and I, which it does not have', () => {
    for (const typed of [
      '９１３３０４００MA2B12345F',
      ' 91330400-ma2b12345f ',
      '9133O4OOMA2B12345F',
      '9I330400MA2B12345F',
    ])
      expect(foldedAs('credit-code', typed)).toBe('91330400MA2B12345F');
    expect(codes['credit-code'].fold('91330400MA2B12345F')).toBe('91330400MA2B12345F');
  });

  it('whose last character does not follow from the others is refused in words', () => {
    expect(formatFault('credit-code', '91330400MA2B12345F')).toBeNull();
    for (const wrong of ['91330400MA2B12354F', '91DEMO00000000001A', '913304', ''])
      expect(formatFault('credit-code', wrong)?.zh).toContain('统一社会信用代码');
  });
});

it('every demonstration firm has a credit code that is one', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const firms = require('../../../prisma/data/enterprises.json') as { readonly creditCode: string }[];
  for (const { creditCode } of firms) expect(formatFault('credit-code', creditCode)).toBeNull();
});
