import { isCreditCode } from './credit-code';
import type { Words } from './written';

/*
 * Codes and numbers that people copy or type: what each kind is, said once for every form. A code is folded first, since
 * width, spaces, hyphens and what copying adds say nothing in it; what is kept and compared is the folded form. Then it
 * is judged.
 */

export type CodeKind =
  | 'telephone'
  | 'identity-number'
  | 'bank-account'
  | 'bank-reference'
  | 'batch'
  | 'claim-code'
  | 'receipt-code'
  | 'case-number'
  | 'document-number'
  | 'credit-code'
  | 'personal-name';

interface Code {
  /** One spelling of whatever was typed. Folding it again changes nothing. */
  readonly fold: (typed: string) => string;
  /** Why a folded code is none; null where it is one. */
  readonly fault: (folded: string) => Words | null;
}

export const codes = {
  telephone: {
    fold: (typed) =>
      plainCode(typed)
        .replace(/转|EXT\.?|[()#./]/giu, '-')
        .replace(/-+/g, '-')
        .replace(/^-|-$/g, ''),
    fault: unless(/^\+?(?=(-?\d){5,20}$)\d+(-\d+)*$/, {
      zh: '应为电话号码:5至20位数字,可有区号和分机号',
      en: 'has to be a telephone number: 5 to 20 digits, with area code and extension if there are any',
    }),
  },
  'identity-number': {
    fold: (typed) => plainCode(typed).toUpperCase().replaceAll('-', ''),
    fault: identityFault,
  },
  'bank-account': {
    fold: (typed) => plainCode(typed).replaceAll('-', ''),
    fault: unless(/^\d{6,40}$/, {
      zh: '应为银行账号:6至40位数字',
      en: 'has to be an account number: 6 to 40 digits',
    }),
  },
  'bank-reference': {
    fold: plainCode,
    fault: unless(/^[A-Za-z0-9-]{6,40}$/, {
      zh: '应为银行流水号:6至40位字母、数字或连字符',
      en: 'has to be a reference of the bank: 6 to 40 letters, digits or hyphens',
    }),
  },
  batch: {
    fold: (typed) => plainCode(typed).toUpperCase(),
    fault: unless(/^B-\d{8}-[0-9A-Z]{6}$/, {
      zh: '应为清单批次号,如 B-20261123-7K3M9Q',
      en: 'has to be the batch of a list, such as B-20261123-7K3M9Q',
    }),
  },
  'claim-code': {
    fold: (typed) => unconfused(plainCode(typed).toUpperCase()),
    fault: unless(/^C-[0-9A-HJKMNP-TV-Z]{10}$/, {
      zh: '应为领取码,如 C-7K3M9QX2AB',
      en: 'has to be a claim code, such as C-7K3M9QX2AB',
    }),
  },
  // Whatever is no receipt code is answered as a wrong one is: nothing is told of what a right one looks like.
  'receipt-code': {
    fold: (typed) => unconfused(plainCode(typed).toUpperCase().replaceAll('-', '')),
    fault: () => null,
  },
  'case-number': {
    fold: (typed) => plainCode(typed).toUpperCase(),
    fault: unless(/^[A-Z]{2}-\d{4}-[0-9A-Z]{4,12}$/, {
      zh: '应为案件编号,如 TO-2026-7K3M9QX2',
      en: 'has to be the number of a case, such as TO-2026-7K3M9QX2',
    }),
  },
  'document-number': {
    fold: (typed) =>
      plainCode(typed)
        .toUpperCase()
        .replace(/[([{〔【〖]((?:19|20)\d{2})年?[)\]}〕】〗]/gu, '〔$1〕'),
    fault: unless(documentNumber(), {
      zh: '应为文书编号,如 嘉经开应急罚〔2026〕12号,或由大写字母、数字和连字符组成的3至40位编号',
      en: 'has to be the number of a document, such as 嘉经开应急罚〔2026〕12号, or 3 to 40 capital letters, digits and hyphens',
    }),
  },
  // The code has neither O nor I: who typed one meant the digit.
  'credit-code': {
    fold: (typed) =>
      plainCode(typed).toUpperCase().replaceAll('-', '').replaceAll('O', '0').replaceAll('I', '1'),
    fault: (folded) => (isCreditCode(folded) ? null : wrongCreditCode),
  },
  'personal-name': {
    fold: (typed) =>
      typed
        .normalize('NFC')
        .replace(nothing, '')
        .replace(/[•‧∙・･．]/gu, '·'),
    fault: unless(/^[\p{scx=Han}·]{2,12}$/u, {
      zh: '应为中文姓名,2至12字',
      en: 'has to be a Chinese name of 2 to 12 characters',
    }),
  },
} satisfies Record<CodeKind, Code>;

/** What is seen as nothing: spaces, and characters without a width that copying adds. */
const nothing = /[\s\p{Default_Ignorable_Code_Point}]/gu;

/** A code in half width, without what is seen as nothing, and with one kind of hyphen. */
function plainCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(nothing, '')
    .replace(/[\p{Pd}\u2212]/gu, '-');
}

/** Letters that codes of this system do not have, as the digits that they are taken for. */
function unconfused(code: string): string {
  return code.replaceAll('O', '0').replace(/[IL]/g, '1');
}

function unless(shape: RegExp, words: Words): (folded: string) => Words | null {
  return (folded) => (shape.test(folded) ? null : words);
}

/**
 * 发文字号 (GB/T 9704): the office's sign, the year in hexagonal brackets and a number; numbers of licences and
 * certificates, which put a province before and more behind; 字第…号; or the reference of another system. No sentence
 * has such a shape.
 */
function documentNumber(): RegExp {
  const withYear = String.raw`(\(\p{scx=Han}{1,3}\))?[\p{scx=Han}A-Z-]{1,24}〔(19|20)\d{2}〕\p{scx=Han}{0,14}(-?[A-Z0-9]{1,12}){1,3}号?`;
  const byWord = String.raw`\p{scx=Han}{1,24}第[A-Z0-9-]{1,24}号`;
  const reference = '[A-Z0-9][A-Z0-9-]{2,39}';
  return new RegExp(`^(${withYear}|${byWord}|${reference})$`, 'u');
}

const wrongCreditCode: Words = {
  zh: '应为统一社会信用代码:18位数字和大写字母(不含I、O、S、V、Z),且校验位相符',
  en: 'has to be a unified social credit code: eighteen digits and capitals without I, O, S, V and Z, the last as the others say',
};

const identityWords: Words = {
  zh: '应为身份证件号码:18位居民身份证号,或其他证件的4至30位字母和数字',
  en: 'has to be the number of an identity document: 18 characters of a resident identity card, or 4 to 30 letters and digits of another document',
};
const wrongIdentity: Words = {
  zh: '居民身份证号码的校验位不符,请核对',
  en: 'is no number of a resident identity card: its check digit does not fit',
};

/** GB 11643 for identity cards; other documents are letters and fewer digits. */
function identityFault(folded: string): Words | null {
  if (/^\d{17}[\dX]$/.test(folded)) return checksOut(folded) ? null : wrongIdentity;
  const isOther = /^[0-9A-Z]{4,30}$/.test(folded) && !/^\d{16,}$/.test(folded);
  return isOther ? null : identityWords;
}

/** ISO 7064, MOD 11-2: each place weighs twice the one to its right. */
function checksOut(identityNumber: string): boolean {
  const sum = [...identityNumber.slice(0, 17)].reduce((total, digit) => (total + Number(digit)) * 2, 0);
  return '10X98765432'[sum % 11] === identityNumber[17];
}
