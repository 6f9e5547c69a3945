import type { Title } from '../role';

export const shortestPassword = 12;

/** What people choose who think that it is long enough; matched without case, signs and repetition. */
const commonplace = [
  'password',
  'passw0rd',
  'qwertyuiop',
  'qwerty',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc',
  '1qaz2wsx',
  'iloveyou',
  'woaini',
  'letmein',
  'welcome',
  'administrator',
  'admin',
  'mima',
  'anjie',
  'jiaxing',
  'zhejiang',
  '5201314',
  '123456789012',
  '1234567890',
  '0123456789',
  '123456',
  '987654321',
  '111111',
  '888888',
  '666666',
  'abc123',
  'abcdefghijkl',
] as const;

/** Why a password is not taken, in words; null where it is. */
export function passwordFault(password: string, login: string): Title | null {
  if ([...password].length < shortestPassword)
    return {
      zh: `密码至少 ${shortestPassword} 个字符`,
      en: `at least ${shortestPassword} characters`,
    };
  const letters = plain(password);
  const rest = plain(login);
  if (rest.length >= 3 && letters.includes(rest))
    return { zh: '密码不得包含账号', en: 'must not contain the login' };
  if (new Set(letters).size < 5)
    return { zh: '密码中不同的字符太少', en: 'has too few different characters' };
  return leftOf(letters).length < shortestPassword / 2
    ? { zh: '密码过于常见', en: 'is a commonplace: words and rows of keys that are tried first' }
    : null;
}

/** What is left of a password once every commonplace is taken out of it. */
function leftOf(letters: string): string {
  return commonplace.reduce((left, word) => left.replaceAll(word, ''), letters);
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
