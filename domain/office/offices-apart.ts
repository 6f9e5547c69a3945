import { firmRoles, guestRoles, roles, type Role, type Title } from '../role';

/*
 * Offices that must not meet in one natural person, through whatever accounts. Who decides what in a single case is
 * kept apart besides, case by case (`StepDef.separateFrom`).
 */

interface Apart {
  readonly these: readonly Role[];
  readonly those: readonly Role[];
  readonly why: Title;
}

/** All the others: an office that is added to the list of roles is apart from these at once. */
const ofNoBusiness: readonly Role[] = [
  ...(['administrator', 'operator', 'auditor', 'reporter'] as const),
  ...firmRoles,
  ...guestRoles,
];
const business = roles.filter((role) => !ofNoBusiness.includes(role));

export const officesApart: readonly Apart[] = [
  {
    these: ['administrator', 'operator', 'auditor'],
    those: [...business, ...firmRoles, ...guestRoles],
    why: {
      zh: '管理、运维或监察系统者不办案:自设账号即可自办自批',
      en: 'Who runs or watches the system takes no part in its work: accounts of their own making would do it for them',
    },
  },
  {
    these: ['auditor'],
    those: ['administrator', 'operator'],
    why: { zh: '监察者不得监察自己', en: 'Who watches is not the one who is watched' },
  },
  {
    these: ['administrator'],
    those: ['operator'],
    why: {
      zh: '授权与运维分离:能改库者不得授权(等保三级三员分立)',
      en: 'Who can reach the machines does not grant the offices (separate administrators, MLPS level 3)',
    },
  },
  {
    these: firmRoles,
    those: business,
    why: { zh: '企业一方不兼任机关岗位', en: 'The firm’s side holds no office of the authority' },
  },
  {
    these: guestRoles,
    those: [...business, ...firmRoles],
    why: {
      zh: '专家与诊断机构独立于机关与企业',
      en: 'Who is asked from outside belongs neither to the authority nor to a firm',
    },
  },
  {
    these: ['payer'],
    those: ['confirmer'],
    why: { zh: '付款与复核分离', en: 'Who pays does not confirm the payment' },
  },
  {
    these: ['payer', 'confirmer'],
    those: [
      'intake-clerk',
      'section-chief',
      'inspector',
      'government-liaison',
      'legal-officer',
      'reward-officer',
      'approver',
    ],
    why: {
      zh: '财务知收款人而不知举报,办案者知举报而不知收款人',
      en: 'Finance knows the payee and not the tip; who handles the tip does not learn who is paid',
    },
  },
];

/** The pair of offices of one natural person that must not meet, and why; null where they go together. */
export function clashOf(
  held: readonly Role[],
): { readonly pair: readonly [Role, Role]; readonly why: Title } | null {
  for (const { these, those, why } of officesApart) {
    const one = these.find((role) => held.includes(role));
    const other = those.find((role) => held.includes(role));
    if (one !== undefined && other !== undefined) return { pair: [one, other], why };
  }
  return null;
}

/** Offices by which money moves, law changes, cases are taken from others or accounts are made. */
const weighty: readonly Role[] = [
  'administrator',
  'approver',
  'payer',
  'confirmer',
  'reward-officer',
  'policy-editor',
  'section-chief',
];

export function isWeighty(roles: readonly Role[]): boolean {
  return roles.some((role) => weighty.includes(role));
}
