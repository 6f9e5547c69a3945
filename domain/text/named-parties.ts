import { chineseOf, comparedText, plainOf } from './plain-text';

/*
 * Which firms and persons a text names. Whoever has an interest in one of them must not see the text, so a name too
 * many is better than one too few: a firm is also found by its short name, its code or its address, in whichever script
 * it is written, and where something is strewn between its characters.
 */

/** A firm by all that it is known by. */
export interface FirmNames {
  readonly id: string;
  readonly name: string;
  readonly creditCode: string;
  readonly address: string | null;
  /** Short and former names. */
  readonly aliases: readonly string[];
}

/** Names by their first two characters: a text is gone through once, however many names there are. */
export type NameIndex = ReadonlyMap<string, readonly { readonly name: string; readonly id: string }[]>;

/** An index of plain names by whom they stand for. */
export function nameIndex(names: readonly (readonly [id: string, name: string])[]): NameIndex {
  const index = new Map<string, { name: string; id: string }[]>();
  for (const [id, written] of names) {
    const name = comparedText(written).plain;
    if (!isTelling(name)) continue;
    const begun = index.get(name.slice(0, 2));
    if (begun === undefined) index.set(name.slice(0, 2), [{ name, id }]);
    else begun.push({ name, id });
  }
  return index;
}

/** Whom these texts name, each once. */
export function namedIn(texts: readonly string[], index: NameIndex): string[] {
  const named = new Set<string>();
  for (const text of inOneGo(texts).flatMap(asRead))
    for (let at = 0; at + 2 <= text.length; at++)
      for (const { name, id } of index.get(text.slice(at, at + 2)) ?? [])
        if (text.startsWith(name, at)) named.add(id);
  return [...named];
}

/** The texts, and all of them as one: a name may begin at the end of one field and go on in the next. */
function inOneGo(texts: readonly string[]): readonly string[] {
  return texts.length < 2 ? texts : [...texts, texts.join('')];
}

/** A text as it is read: plain, and by its Chinese characters alone. */
function asRead(text: string): string[] {
  const compared = comparedText(text);
  const chinese = chineseOf(compared).plain;
  return chinese === compared.plain ? [chinese] : [compared.plain, chinese];
}

/** The forms under which a name may be kept as a hash: as it is compared, and plain, as it was kept before. */
export function keptForms(name: string): string[] {
  return [...new Set([comparedText(name).plain, plainOf(name)])];
}

/** Every piece of these texts that can be the name of a person, each once: names that are kept as hashes are found by them. */
export function shortPieces(texts: readonly string[]): string[] {
  const pieces = new Set<string>();
  for (const text of inOneGo(texts).flatMap((each) => [...new Set([plainOf(each), ...asRead(each)])]))
    for (const length of nameLengths)
      for (let at = 0; at + length <= text.length; at++) pieces.add(text.slice(at, at + length));
  return [...pieces];
}

/** Lengths of personal names in Chinese characters; the longer ones are of foreigners. */
export const nameLengths = [2, 3, 4, 5, 6, 7, 8] as const;

/** One character says nothing, and a few letters are part of any word. */
function isTelling(plain: string): boolean {
  return /^[a-z0-9]*$/.test(plain) ? plain.length >= 6 : plain.length >= 2;
}

// --- what a firm is called ------------------------------------------------------------------------

const inBrackets = /[((〔[【][^))〕\]】]*[))〕\]】]/g;
const legalForm =
  /(?:集团|股份|有限责任|有限|责任|分公司|子公司|公司|(?:普通|有限)?合伙(?:企业)?|个体工商户|经营部|加工厂|工厂|厂|商行|商店|店|合作社|中心)$/;
const regions =
  '中国|浙江|江苏|上海|杭州|嘉兴|宁波|湖州|绍兴|苏州|南湖|秀洲|平湖|海宁|桐乡|海盐|嘉善|经开|经济技术开发|开发|塘汇|嘉北|城南|长水';
const region = new RegExp(`^(?:(?:${regions})(?:省|市|县|区)?|[\\u4E00-\\u9FFF]{2,3}(?:镇|乡|村|街道))`);
/** Words that stand in any text. A firm that is called so is meant only where more of its name follows. */
const everyday = new RegExp(`${region.source}|^第`);
/** Trades. Of two that begin alike the longer comes first, since the first that fits counts. */
const trades =
  /金属|五金|机械|机电|电器|电气|电子|电缆|电梯|家具|家居|木业|新材料|材料|化工|化学|化纤|仓储|物流|运输|供应链|工程|建筑|建设|建材|装饰|纺织|服饰|服装|印染|皮革|塑料|塑胶|橡胶|包装|印刷|食品|餐饮|酒店|医药|生物|科技|技术|信息|新能源|能源|环保|汽车|汽配|零部件|精密|模具|制造|制品|实业|贸易|商贸|进出口|工贸|设备|仪器|仪表|阀门|轴承|紧固件|钢|铝业|铜业|玻璃|陶瓷|水泥|混凝土|造纸|纸业|燃气|石化|农业|养殖|饲料|加工|租赁|安装|维修|检测|网络|软件|智能|光伏|半导体/;
/** The part of an address by which people name a place: the street and the number. */
const streetAndNumber = /(?:^|街道|镇|乡|村|区|县|市)([^\d街镇乡村区县市]{2,6}\d+号)/;

/** Every name, code and address by which a tip may mean a firm. */
export function callingsOf({ name, creditCode, address, aliases }: FirmNames): string[] {
  const street = address === null ? undefined : streetAndNumber.exec(address)?.[1];
  return [
    ...[name, ...aliases].flatMap(shortForms),
    ...aliases,
    creditCode,
    ...(address === null ? [] : [address]),
    ...(street === undefined ? [] : [street]),
  ];
}

/** A registered name with what people leave off it: the place before it, the legal form, the trade. */
function shortForms(name: string): string[] {
  const full = name.replace(inBrackets, '');
  const bare = stripped(full, legalForm);
  const local = stripped(bare, region);
  // Without its place a firm like 南湖新材料 would be called after its trade alone.
  const core = local.length < 2 || trades.exec(local)?.index === 0 ? bare : local;
  const trade = trades.exec(core);
  const own = trade !== null && trade.index >= 2 ? core.slice(0, trade.index) : core;
  const calling = everyday.test(own) || own.length < 2 ? core.slice(0, own.length + 1) : own;
  return [full, core, calling].filter((form) => form === full || form.length >= 2);
}

function stripped(name: string, part: RegExp): string {
  const rest = name.replace(part, '');
  return rest === name || rest === '' ? name : stripped(rest, part);
}
