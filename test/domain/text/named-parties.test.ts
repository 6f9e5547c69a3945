import {
  callingsOf,
  keptForms,
  nameIndex,
  namedIn,
  shortPieces,
  type FirmNames,
} from '../../../domain/text/named-parties';

/* A tip names a firm as people do; whoever has an interest in it must be kept away before anybody has looked it up. */

const firm = (name: string, more: Partial<FirmNames> = {}): FirmNames => ({
  id: name,
  name,
  creditCode: '91330402MA2B7K3M9Q',
  address: null,
  aliases: [],
  ...more,
});

const harvest = firm('嘉兴市禾源金属制品有限公司', {
  address: '嘉兴经济技术开发区塘汇街道正原路128号',
  aliases: ['海盐旧名铸造厂', 'HYMETAL'],
});
const lake = firm('南湖新材料有限公司(演示)', { creditCode: '91330402MA0000000X' });

function named(text: string, firms: readonly FirmNames[] = [harvest, lake]): string[] {
  return namedIn([text], nameIndex(firms.flatMap((each) => callingsOf(each).map((name) => [each.id, name]))));
}

it.each([
  '嘉兴市禾源金属制品有限公司车间里无证焊接',
  '禾源金属制品公司',
  '禾源厂的老板',
  '禾 源 金 属',
  '禾\u200b源',
  '信用代码91330402ma2b7k3m9q的那家',
  '９１３３０４０２ＭＡ２Ｂ７Ｋ３Ｍ９Ｑ',
  '正原路128号那家厂',
  '正原路一二八号',
  '以前叫海盐旧名铸造厂',
  'hy metal',
  '禾源金屬製品公司',
  '正原路一二八號',
  '禾x源/金y属',
])('a tip that says %s names the firm', (text) => {
  expect(named(text)).toEqual([harvest.id]);
});

it.each(['南湖区的一家工厂', '做新材料的工厂', '金属制品厂', '正原路边上', '嘉兴市的工厂'])(
  'a tip that says %s names no firm',
  (text) => {
    expect(named(text)).toEqual([]);
  },
);

it('a firm that is called after its town is named where more of its name follows', () => {
  expect(named('南湖新材料的仓库')).toEqual([lake.id]);
});

it('a tip of some thousand characters is held against five thousand firms', () => {
  const firms = Array.from({ length: 5_000 }, (_, index) => {
    const own = String.fromCodePoint(0x4e00 + (index % 5_000), 0x5e00 + ((index * 7) % 5_000));
    return firm(`${own}机械有限公司`, { creditCode: `9133${String(index).padStart(14, '0')}` });
  });
  const index = nameIndex(firms.flatMap((each) => callingsOf(each).map((name) => [each.id, name])));
  const text = `${'车间里有人无证焊接,'.repeat(400)}${firms[4_321]?.name}`;
  expect(namedIn([text], index)).toEqual([firms[4_321]?.name]);
});

it('a name that begins in one field and goes on in the next is found, that of a person too', () => {
  const index = nameIndex(callingsOf(harvest).map((name) => [harvest.id, name]));
  expect(namedIn(['有人无证焊接,在禾', '源厂'], index)).toEqual([harvest.id]);
  expect(shortPieces(['科长郭晓', '峰收了钱'])).toContain('郭晓峰');
});

it.each([
  ['郭晓峰', '郭曉峯'],
  ['郭曉峰', '郭晓峰'],
  ['郭晓峰', '郭·晓a峰'],
])('a name that was entered as %s is among the pieces of a tip that says %s', (entered, said) => {
  expect(shortPieces([`科长${said}收了钱`])).toContain(keptForms(entered)[0]);
});

it('a name that was kept before scripts were folded is still among the pieces of a tip that says it so', () => {
  expect(keptForms('郭曉峰')).toEqual(['郭晓峰', '郭曉峰']);
  expect(shortPieces(['科长郭曉峰收了钱'])).toContain('郭曉峰');
});
