import { plainText } from '../../../domain/text/plain-text';
import {
  everybodysWords,
  repeatedParts,
  reportersWords,
  type RepeatedPart,
} from '../../../domain/text/repeated-words';
import { folded, namesIn } from '../../../domain/text/telling-details';
import { publishedWords } from '../../../domain/law/told-to-firm';
import { resolvePolicy, rowOf } from '../../../domain/law/policy';
import { referenceLayers } from '../../../prisma/data/policy/layers';
import { firm, ordinary, telling, type Told } from './orders';

/* What a firm is told must not lead it to who reported it (19号 art. 15). */

const policy = resolvePolicy(referenceLayers, 'jxedz', '2026-06-01', 1);
if (!policy.ok) throw new Error(policy.refusal.detail);
const likeness = rowOf(policy.value, 'confidentiality.told-to-firm').value;
const passedOver = [...Object.values(firm), ...publishedWords(policy.value)];

function repeated({ tip, order }: Told): RepeatedPart[] {
  return repeatedIn([order], tip);
}

function repeatedIn(fields: readonly string[], tip: string): RepeatedPart[] {
  return repeatedParts(fields, reportersWords([tip], likeness), everybodysWords(passedOver), likeness);
}

/** The text of a part, as it was entered. */
function marked({ order }: Told, part: RepeatedPart | undefined): string {
  return part === undefined ? '' : [...order].slice(part.start, part.start + part.length).join('');
}

it('lets fifty ordinary orders pass: 0 stopped', () => {
  expect(ordinary.length).toBeGreaterThanOrEqual(50);
  const stopped = ordinary.flatMap((told) => repeated(told).map((part) => [part.kind, marked(told, part)]));
  expect(stopped).toEqual([]);
});

it('stops fifty that repeat the tip: none passes', () => {
  expect(telling.length).toBeGreaterThanOrEqual(50);
  expect(telling.filter((told) => repeated(told).length === 0).map(({ order }) => order)).toEqual([]);
});

describe('the place', () => {
  it('is marked in characters of what was entered', () => {
    const told = { tip: '火花乱溅,旁边就堆着纸箱', order: '😀现场:火 花 乱 溅 , 旁 边 就 堆 着 纸 箱。' };
    const [part, ...others] = repeated(told);
    expect(others).toEqual([]);
    expect(marked(told, part)).toBe('火 花 乱 溅 , 旁 边 就 堆 着 纸 箱');
  });

  it('is marked for names, numbers and moments by what they are', () => {
    const kinds = (order: string, tip: string) => repeated({ tip, order }).map(({ kind }) => kind);
    expect(kinds('请找张伟强', '厂长叫张伟强')).toContain('name');
    expect(kinds('电话13805731234', '电话138 0573 1234')).toContain('number');
    expect(kinds('5月8日21时', '5月8日晚上9点')).toEqual(['time']);
  });
});

describe('words of a tip do not pass', () => {
  const tip = '他们车间里天天有人烧电焊,火花乱溅,旁边就堆着纸箱。厂长叫张伟强,电话13805731234。';

  it.each([
    ['in traditional characters', '現場火花亂濺,旁邊就堆著紙箱。'],
    ['in characters of other countries and variants', '车间裏天天有人烧电焊,火花乱溅'],
    ['as Kangxi radicals and compatibility characters', '⽕花乱溅,旁边就堆着纸箱'],
    ['as radicals of the supplement', '他们⻋间里天天有人烧电焊'],
    ['with letters between', '火花a乱溅b旁边c就堆d着纸e箱'],
    ['with digits between', '火花1乱溅2旁边3就堆4着纸5箱'],
    ['with letters of several alphabets between', '火花ж乱溅ア旁边η就堆x着纸9箱'],
    ['with all of that together', '⽕花x亂濺y旁邊z就堆1著紙2箱'],
  ])('%s', (_how, order) => {
    expect(repeatedIn([order], tip).map(({ kind }) => kind)).toEqual(['words']);
  });

  it('of a tip that is written in traditional characters, in simplified ones', () => {
    const told = '他們車間裡天天有人燒電焊,火花亂濺,旁邊就堆著紙箱。我叫張偉強。';
    expect(repeatedIn(['旁边就堆着纸箱', '火花乱溅旁边就堆着纸'], told).map(({ text }) => text)).toEqual([1]);
    expect(repeatedIn(['请找张伟强'], told).map(({ kind }) => kind)).toEqual(['name']);
  });

  it('split over two fields of one form, in whatever order, with both places', () => {
    const places = (fields: readonly string[]) =>
      repeatedIn(fields, tip).map(({ kind, text, start, length }) => [kind, text, start, length]);
    expect(places(['现场火花乱溅旁', '边就堆着纸箱,应清理'])).toEqual([
      ['words', 0, 2, 5],
      ['words', 1, 0, 6],
    ]);
    expect(places(['边就堆着纸箱,应清理', '立即停止作业', '现场火花乱溅旁'])).toEqual([
      ['words', 0, 0, 6],
      ['words', 2, 2, 5],
    ]);
    expect(places(['车间天天有', '人烧电', '焊火花乱', '溅旁边就', '堆着纸箱']).length).toBeGreaterThan(1);
  });

  it('nor does a name or a number of it that is split so', () => {
    expect(repeatedIn(['联系张', '伟强'], tip).map(({ kind }) => kind)).toEqual(['name', 'name']);
    expect(repeatedIn(['请找張x偉y強'], tip).map(({ kind }) => kind)).toEqual(['name']);
    const numbers = repeatedIn(['电话1380573', '1234'], tip).filter(({ kind }) => kind === 'number');
    expect(numbers.map(({ text }) => text)).toEqual([0, 1]);
  });

  it('fields that share nothing with it pass together, too', () => {
    const fields = [
      '焊接作业点周边可燃物未清理。',
      '停止作业,清理可燃物。',
      '生产负责人',
      '整改期间停用该设备。',
    ];
    expect(repeatedIn(fields, tip)).toEqual([]);
  });
});

it('lets fifty ordinary orders pass as fields of one form, each with the next: 0 stopped', () => {
  const stopped = ordinary.flatMap(({ tip, order }, at) => {
    const next = ordinary[(at + 1) % ordinary.length]?.order ?? '';
    return repeatedIn([order, '停止作业,落实整改。', next], tip).filter(({ text }) => text < 2);
  });
  expect(stopped).toEqual([]);
});

describe('what everybody writes is passed over', () => {
  const tip = `${firm.name}(${firm.creditCode})在${firm.address},未安装可燃气体浓度检测报警装置`;

  it.each(Object.values(firm))('the firm’s own %s', (order) => {
    expect(repeated({ tip, order: `你单位${order}:` })).toEqual([]);
  });

  it('the words of the published list', () => {
    expect(repeated({ tip, order: '可燃气体浓度检测报警装置' })).toEqual([]);
  });

  it('but not a turn of phrase that they are part of', () => {
    const told = {
      tip: '那名焊工没有特种作业操作证也没参加过培训',
      order: '焊工没有特种作业操作证也没参加过培训',
    };
    expect(marked(told, repeated(told)[0])).toBe(told.order);
  });
});

describe('a name', () => {
  const names = (text: string) => namesIn(folded(text)).map(({ form }) => form);

  it.each([
    ['我叫李建国,在厂里当电工', '李建国'],
    ['焊工小王没有证', '小王'],
    ['厂长叫欧阳明,不让停', '欧阳明'],
    ['陈建华经理不管', '陈建华'],
    ['联系人黄师傅', '黄师傅'],
    ['保安于海看见了', '于海'],
  ])('is found in %s', (text, name) => {
    expect(names(text)).toContain(name);
  });

  it('is no word of the field, whoever stands before it', () => {
    const found = ['员工', '工人', '经理', '负责人'].flatMap((role) =>
      publishedWords(policy.value).flatMap((word) => names(`${role}${word}`)),
    );
    expect(found).toEqual([]);
  });

  it.each([
    ...['员工戴安全帽', '工人申请动火', '工人周末加班', '员工许可证', '班长马上叫我们', '老板万一出事'],
    ...[
      '经理安排加班',
      '工人涂装',
      '司机柴油',
      '负责人杜绝',
      '员工陈旧',
      '我是王店镇人',
      '施工队长',
      '工人凌晨',
    ],
    ...['师傅高空作业', '电工金属外壳', '低于总量', '员工关机', '工人方便', '主任严重失职', '工人任意拆除'],
  ])('is none in %s', (text) => {
    expect(names(text)).toEqual([]);
  });
});

it('compares texts as they sound: width, case, spaces, marks and hidden characters make no difference', () => {
  expect(plainText('ＡＢ-１２ 三\u200b号 ①').plain).toBe('ab123号1');
});

it('comes to an end with texts of thousands of characters, whatever is in them', () => {
  const long = (piece: string) => piece.repeat(Math.ceil(8_000 / piece.length)).slice(0, 8_000);
  for (const piece of [
    '火花乱溅旁边就堆着纸箱',
    '1 ',
    '5月8日',
    '王李张刘',
    'A1B2-',
    '老王小李',
    '〇一二三四',
  ]) {
    expect(repeated({ tip: long(piece), order: long(piece).slice(0, 4_000) })).toBeDefined();
  }
});
