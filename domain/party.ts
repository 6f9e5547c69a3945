export const parties = ['pause', 'bureau', 'third-body', 'enterprise', 'reporter'] as const;

/** Who is charged with a stretch of time. `pause`: nobody, on a ground of the law. */
export type Party = (typeof parties)[number];

export const partyTitles = {
  pause: { zh: '依法中止', en: 'Nobody, by law' },
  bureau: { zh: '政府部门', en: 'Government' },
  'third-body': { zh: '第三方机构', en: 'Technical service body' },
  enterprise: { zh: '企业', en: 'Enterprise' },
  reporter: { zh: '举报人', en: 'Reporter' },
} as const satisfies Record<Party, { readonly zh: string; readonly en: string }>;
