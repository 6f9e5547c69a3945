import { foldedAs, formatFault, type WrittenFormat } from '../../../domain/text/formats';

const fault = (format: WrittenFormat, typed: string) => formatFault(format, foldedAs(format, typed));

describe('a free text', () => {
  it.each([
    ['names of places and persons outside the first plane', '𠮷田镇的𠮷先生'],
    ['signs of several characters', '现场👩‍👩‍👧🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['combined marks, not composed by us', 'a\u0301'],
    ['the private use area, where offices keep rare names', '张\uE815'],
    ['other scripts', 'ﷺ Ünïcödé 한국'],
  ])('is taken as it was written: %s', (_, text) => {
    expect(formatFault('line', text)).toBeNull();
    expect(foldedAs('line', text)).toBe(text);
  });

  it.each([
    ['\u0000', 'U+0000'],
    ['\u001B', 'U+001B'],
    ['\u0085', 'U+0085'],
    ['\u202E', 'U+202E'],
    ['\u2067', 'U+2067'],
    ['\uD842', 'U+D842'],
    ['\uFFFE', 'U+FFFE'],
    ['\u{10FFFF}', 'U+10FFFF'],
    ['\uFDD0', 'U+FDD0'],
    ['\uFFFD', 'U+FFFD'],
  ])('is refused by the name of a character that it may not hold, with its place (%#)', (character, name) => {
    for (const kind of ['line', 'paragraph'] as const) {
      const words = formatFault(kind, `𠮷密${character}铸件`);
      expect(words?.en).toContain(`character 3 is ${name},`);
      expect(words?.zh).toContain(`第3个字符 ${name}`);
    }
  });

  it('has line breaks in a paragraph alone', () => {
    for (const text of ['一\n二', '一\r\n二', '一\t二', '一\u2028二']) {
      expect(formatFault('paragraph', text)).toBeNull();
      expect(formatFault('line', text)).not.toBeNull();
    }
  });

  it.each([' ', '\u3000', '\u200B\u200D', '\uFEFF', '\u3164', '\u2800', '\n'])(
    'says something: nothing but what is not seen is refused (%#)',
    (text) => expect(formatFault('paragraph', text)?.en).toBe('holds nothing that can be read'),
  );
});

describe('a code is folded, then judged', () => {
  it.each<[WrittenFormat, string, string]>([
    ['telephone', '138 0000 1111', '13800001111'],
    ['telephone', '１３８００００１１１１', '13800001111'],
    ['telephone', '\u202A13800001111\u202C', '13800001111'],
    ['telephone', '+86 138–0000–1111', '+86138-0000-1111'],
    ['telephone', '（0573）8211 0000 转 801', '0573-82110000-801'],
    ['identity-number', '１１０１０５ １９４９１２３１ ００２ｘ', '11010519491231002X'],
    ['identity-number', 'e12345678', 'E12345678'],
    ['bank-account', '6222 0212-3456\u200B7890 123', '6222021234567890123'],
    ['bank-reference', 'BANK－000001 ', 'BANK-000001'],
    ['batch', 'b-20261123-7k3m9q', 'B-20261123-7K3M9Q'],
    ['claim-code', 'ｃ—7k3m9qx2ab', 'C-7K3M9QX2AB'],
    ['case-number', ' to‐2026‐7k3m9qx2', 'TO-2026-7K3M9QX2'],
    ['document-number', '嘉经开应急罚〔2026〕12号', '嘉经开应急罚〔2026〕12号'],
    ['document-number', '嘉经开应急罚[2026] 12 号', '嘉经开应急罚〔2026〕12号'],
    ['document-number', '嘉经开应急罚（２０２６）12号', '嘉经开应急罚〔2026〕12号'],
    ['document-number', '嘉经开应急罚【2026】第12号', '嘉经开应急罚〔2026〕第12号'],
    ['document-number', '（浙）WH安许证字［2026］-C-0123', '(浙)WH安许证字〔2026〕-C-0123'],
    ['document-number', '浙（2026）嘉兴市不动产权第0012345号', '浙〔2026〕嘉兴市不动产权第0012345号'],
    ['document-number', '建字第330402202600012号', '建字第330402202600012号'],
    ['document-number', 'jx-2026－0001', 'JX-2026-0001'],
    ['personal-name', '𠮷 小•明', '𠮷小·明'],
  ])('%s %s is %s', (format, typed, kept) => {
    expect(foldedAs(format, typed)).toBe(kept);
    expect(fault(format, typed)).toBeNull();
    expect(foldedAs(format, kept)).toBe(kept);
  });

  it.each<[WrittenFormat, string]>([
    ['telephone', '1380'],
    ['telephone', '打我电话'],
    ['identity-number', '110105194912310021'],
    ['identity-number', '1101051949123100'],
    ['bank-account', '12345'],
    ['bank-account', '6222 0212 3456 789O'],
    ['claim-code', 'C-7K3M9'],
    ['claim-code', '7K3M9QX2AB'],
    ['document-number', '王小明举报了这家企业'],
    ['document-number', '嘉经开应急罚2026年12号'],
    ['case-number', 'TO-26-7K3M'],
    ['personal-name', '王'],
  ])('%s %s is refused in words of both languages, never as an expression', (format, typed) => {
    const words = fault(format, typed);
    expect(words?.zh).toMatch(/\p{Script=Han}{3}/u);
    expect(words?.en).toMatch(/\w{2} \w{2}/);
    expect(JSON.stringify(words)).not.toMatch(/\\[dp]|\[0-9/);
  });
});
