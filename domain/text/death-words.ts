import { plainOf } from './plain-text';

/*
 * Whether a text says that somebody died. It decides nothing: such a tip-off goes to the government (安全生产法 art. 73),
 * which says whether there is a death in it. So a doubtful word counts, and a hope, a danger or a denial does not.
 */

/** What people say of somebody who died, or of whom nobody knows whether they live. */
const died = new RegExp(
  [
    '死亡|身亡|死难|丧生|丧命|遇难|罹难|殉职|毙命|暴毙|去世|亡故|送命|没命|人没了|出事没了|事故没了|没救过来|没有?抢救过来|没能?救活|抢救无效|不治',
    '死者|尸体|遗体|遗属|亡人|伤亡|死伤|不知死活|生死不明|生死未卜',
    '(?:人|名|位|口|工友|同事|师傅|老乡|丈夫|老公|儿子|父亲|爸|哥|弟)(?:都|就|已经?|当场|后来|直接)?死(?:了|在|掉|得)',
    '死了[0-9几好多两二三四五六七八九十]+个?人?|死了(?:人|个)|死过人|出了人命|出人命|闹出人命|搞出人命',
    '(?:摔|砸|压|轧|电|烧|炸|淹|闷|熏|毒|窒息|触电|中毒|夹|挤|埋|烫|撞|累|冻|热)死(?:了|过|[0-9一二两三四五六七八九十]+[个名位]?|人|在)',
  ].join('|'),
  'gu',
);

/** Before such a word: that it has not happened, or might. */
const notHappened =
  /(?:没有?|无人?|未|未造成|没造成|不会|避免|防止|杜绝|可能|也许|万[一1]|会|要|容易|早晚|迟早|怕|担心|恐怕|危险|否则|不然|将)[^。!?;]{0,6}$/u;

/** Whether a text, in whatever width or spacing, says that somebody died. */
export function speaksOfDeath(text: string): boolean {
  return text.split(/[。!?!?;;\n]/u).some((sentence) => {
    const plain = plainOf(sentence);
    return [...plain.matchAll(died)].some(({ index }) => !notHappened.test(plain.slice(0, index)));
  });
}
