import { plainOf, simplifiedCharacter } from './plain-text';

/*
 * Details of a text that tell of a person: names, numbers, and moments. They are found by their shape, so that a text
 * of some thousand characters takes milliseconds; every pattern is of bounded length.
 */

export type DetailKind = 'name' | 'number' | 'time';

/** Something in a text that would lead to a person where another text repeats it. */
export interface Detail {
  readonly kind: DetailKind;
  /** As it is compared: two texts that tell the same have the same form. */
  readonly form: string;
  /** Where it stands in the folded text (see {@link folded}). */
  readonly index: number;
  readonly length: number;
}

/** A text with its width and script folded, character for character, so that places stay what they are. */
export function folded(text: string): string {
  return [...text]
    .map((character) => {
      const wide = simplifiedCharacter(character).toUpperCase();
      return wide.length === 1 ? wide : character.length === 1 ? character : ' ';
    })
    .join('');
}

// --- numbers --------------------------------------------------------------------------------------

/** Fewer digits are years, amounts and clauses. */
export const fewestDigits = 7;
/** Digits that belong together, however they are grouped: telephones, accounts, identity numbers. */
const digitRun = /\d(?:[^\p{L}\p{N}]{0,3}\d){6,39}/gu;
const plainDate = /\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}/g;
/** Standards are public: `GB 50016-2014`, `AQ/T 9006-2010`. */
const standard = /(?:GB|AQ|TSG|HG|JGJ|DB|XF|GA|WS|SH)[A-Z0-9/]{0,4}\s?\d{2,6}(?:\.\d+)?[-—–]\d{2,4}/g;
const plate = /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][\s·.-]?[A-Z0-9]{5,6}/g;
const email = /[A-Z0-9._-]{2,40}@[A-Z0-9.-]{3,40}/g;
const receiptCode =
  /[0-9A-HJKMNP-TV-Z]{4}(?:[\s-][0-9A-HJKMNP-TV-Z]{4}){3}[\s-][0-9A-HJKMNP-TV-Z](?![0-9A-Z])/g;
/** An identifier of letters and digits, as an account of a messenger. */
const account = /(?:微信|QQ|支付宝|账号|账户|抖音|工号)[号::\s是为]{0,4}([A-Z0-9_-]{4,30})/g;

/** Every number of a text that could belong to a person. */
export function numbersIn(text: string): Detail[] {
  const patterns = [plate, email, receiptCode, account];
  return [...digitsIn(text), ...patterns.flatMap((pattern) => found(text, pattern, 'number'))];
}

/** The runs of digits that are neither a date nor the number of a standard, also as 一三八 …. */
export function digitsIn(text: string): Detail[] {
  const inDigits = text.replace(/[〇零一二三四五六七八九]/g, plainOf);
  return found(blankedOut(blankedOut(inDigits, plainDate), standard), digitRun, 'number');
}

/** The receipt codes of a text: they open the case to whoever holds one. */
export function receiptCodesIn(text: string): Detail[] {
  return found(text, receiptCode, 'number');
}

function found(text: string, pattern: RegExp, kind: DetailKind): Detail[] {
  return [...text.matchAll(pattern)].map((match) => {
    const [whole, part = whole] = match;
    const index = match.index + whole.length - part.length;
    return { kind, form: plainOf(part), index, length: part.length };
  });
}

/** The text with these parts blanked out; everything else stays where it is. */
function blankedOut(text: string, pattern: RegExp): string {
  return text.replace(pattern, (part) => '#'.repeat(part.length));
}

// --- moments --------------------------------------------------------------------------------------

const numeral = '(\\d{1,2}|[〇零一二两三四五六七八九十]{1,3})';
const partOfDay = '(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜间|半夜|深夜|晚|早)?';
const moment = new RegExp(
  `(?:${numeral}月${numeral}[日号]|\\d{4}[-/.](\\d{1,2})[-/.](\\d{1,2})|${numeral}[日号])[^\\d〇零一二两三四五六七八九十\\n]{0,4}?` +
    `${partOfDay}[^\\d\\n]{0,2}?${numeral}(?:[点时]|:\\d)`,
  'g',
);
const afternoon = ['下午', '傍晚', '晚上', '夜里', '夜间', '半夜', '深夜', '晚', '中午'];

/** Days with the time of the day, as `5月8日晚上9点`: with it, who was there can be told. */
export function momentsIn(text: string): Detail[] {
  return [...text.matchAll(moment)].map((match) => {
    const [whole, month, day, isoMonth, isoDay, dayAlone, part, hour] = match;
    const on = valueOf(day ?? isoDay ?? dayAlone ?? '');
    const inMonth = month ?? isoMonth;
    const clock = valueOf(hour ?? '');
    const hours = part !== undefined && afternoon.includes(part) && clock < 12 ? clock + 12 : clock;
    const form = `${inMonth === undefined ? '' : valueOf(inMonth)}/${on}/${hours}`;
    return { kind: 'time', form, index: match.index, length: whole.length };
  });
}

/** Whether two moments are the same. Where one names no month, day and hour decide. */
export function isSameMoment(one: string, other: string): boolean {
  const [month, ...rest] = one.split('/');
  const [otherMonth, ...otherRest] = other.split('/');
  return (
    rest.join('/') === otherRest.join('/') && (month === otherMonth || month === '' || otherMonth === '')
  );
}

/** A number of one or two digits, also as 二十三. */
function valueOf(written: string): number {
  const digits = plainOf(written.replace('两', '二'));
  if (!digits.includes('十')) return Number(digits);
  const [tens = '', ones = ''] = digits.split('十');
  return Number(tens === '' ? 1 : tens) * 10 + Number(ones);
}

// --- names ----------------------------------------------------------------------------------------

const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔汤施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞柳祝鲍舒阮柯纪梅童凌毕季裴霍涂苗翁骆靳柴蒙喻祁蒲屈饶牟艾尤穆卓缪芦褚窦戚岑费卜冷晏席柏瞿佟臧闵苟邬卞姬仇栾隋刁巫寇郎甄虞敖巩佘迟邝温管';
const compound = '(?:欧阳|上官|司马|诸葛|司徒|令狐|皇甫|夏侯|端木|东方|独孤|南宫|慕容|尉迟|公孙)';
const given = '[\\u4E00-\\u9FFF]';
/** Words that begin like a name and name nobody. */
const noName =
  /^(?:张[贴口]|高[处空温压层度低]|安[全装排监置检徽]|施工|金[属工加]|马[上路达]|方[便面式法向案]|温度|关[闭于键停机门掉]|严[重禁格]|万[元一]|白[天色]|黄[色线]|任[何意务]|石[材子灰]|管[理道线制路]|江[边南苏西]|田[里间]|武[汉器]|易[燃爆制]|雷[管电]|于是|毛[坯刺巾]|段时|夏[天季]|章[程节]|祝贺|戴[着上好安口手防头护面]|申[请报领诉]|孔[洞径]|齐[全心备]|颜色|焦[油急]|纪[律录念]|童工|凌晨|季[节度]|涂[料装漆层]|柴油|尤[其为]|费[用力]|冷[却库水藏]|迟[到早]|许[可多]|何[时处种]|曾[经多在]|董事|余[热料下]|杜绝|叶[片轮]|程[序度]|范[围本]|陆[续上]|陈[旧列述]|周[边围末期日转一二三四五六]|胡乱|顾[客不及]|龙门|陶瓷|毕业|钟头|巩固|谢绝|庞大|史无|牛皮)/;
/** Characters with which a sentence goes on, and which stand in no given name. */
const goesOn =
  /[的了在是没有无不未来去给让把被就都也很和与跟向从到着过吗呢吧啊这那该其他她它我你们说做干开用操焊接上下班经负证岗位每已曾就住]/;
const ofPlace = /[镇村乡县市区路街道厂司店港湾桥]$/;

const rolesBefore =
  '我是|本人|姓名|叫做|叫|举报人|联系人|焊工|电工|工人|员工|老板娘|老板|厂长|经理|主任|班长|组长|安全员|司机|工友|法人|负责人|老乡|保安|门卫|叉车工|操作工|师傅|同事|队长|会计|仓管员|保管员|技术员|学徒|小工|包工头|工头|亲戚|弟弟|哥哥|儿子|女儿|丈夫|妻子|邻居';
const titlesAfter =
  '师傅|经理|厂长|老板|主任|先生|女士|队长|班长|组长|主管|科长|所长|书记|会计|工程师|总监|董事长|总经理|同志|大姐|阿姨|大哥|总(?![量数体计是共部结])';
const namedAfterRole = new RegExp(
  `(?:${rolesBefore})[是叫为::\\s]{0,2}((?:${compound}|[${surnames}])${given}{1,2})`,
  'g',
);
const namedBeforeTitle = new RegExp(`((?:${compound}|[${surnames}])${given}{0,2}?)(${titlesAfter})`, 'g');
const nickname =
  /[老小阿]([王李张刘陈杨黄赵吴周徐孙朱胡郭何罗郑梁谢宋唐许韩冯邓曹彭曾肖董潘袁蔡蒋余杜苏魏吕丁沈姚卢傅钟姜崔谭廖范汪陆])(?![式型])/g;

/** Names of persons in a text, by what stands around them. A longer name also gives its shorter form. */
export function namesIn(text: string): Detail[] {
  const spoken = [...text.matchAll(namedAfterRole)].flatMap((match) => {
    const name = match[1] ?? '';
    return candidates(name, match.index + match[0].length - name.length);
  });
  const titled = [...text.matchAll(namedBeforeTitle)].flatMap((match) => {
    const [whole, name = ''] = match;
    if (noName.test(whole) || goesOn.test(name.slice(1))) return [];
    const called = { kind: 'name' as const, form: plainOf(whole), index: match.index, length: whole.length };
    return [called, ...(name.length > 1 ? candidates(name, match.index) : [])];
  });
  const familiar = [...text.matchAll(nickname)].map(({ 0: whole, index }) => ({
    kind: 'name' as const,
    form: plainOf(whole),
    index,
    length: whole.length,
  }));
  return [...spoken, ...titled, ...familiar];
}

/** The possible extents of a name: of three characters the last may belong to the next word. */
function candidates(name: string, index: number): Detail[] {
  return [name, name.slice(0, -1)].flatMap((each) => {
    const possible =
      each.length >= 2 && !noName.test(each) && !goesOn.test(each.slice(1)) && !ofPlace.test(each);
    return possible ? [{ kind: 'name' as const, form: plainOf(each), index, length: each.length }] : [];
  });
}
