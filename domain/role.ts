/**
 * Offices of a firm. Who holds one has an enterprise, sees its matters alone, and holds no office of the authority.
 */
export const firmRoles = [
  'enterprise-contact',
  'enterprise-head',
  'chief-safety-officer',
  'enterprise-cashier',
  'team-leader',
] as const;
export type FirmRole = (typeof firmRoles)[number];

/**
 * Offices of people from outside, of no firm, whom the office asks for something case by case. A case that does not name
 * them does not exist for them.
 */
export const guestRoles = ['expert', 'institute'] as const;

/** What a person may do. A person may hold several; separation is by natural person, never by role. */
export const roles = [
  'intake-clerk',
  'section-chief',
  'inspector',
  'government-liaison',
  'legal-officer',
  'reward-officer',
  'approver',
  'payer',
  'confirmer',
  'project-officer',
  'department-officer',
  'archivist',
  'policy-editor',
  'expert-liaison',
  ...guestRoles,
  'contest-organiser',
  'contest-judge',
  'training-organiser',
  ...firmRoles,
  'reporter',
  'auditor',
  'operator',
  'administrator',
] as const;
export type Role = (typeof roles)[number];

export interface Title {
  readonly zh: string;
  readonly en: string;
}

export const roleTitles = {
  'intake-clerk': { zh: '受理员', en: 'Intake clerk' },
  'section-chief': { zh: '科长', en: 'Section chief' },
  inspector: { zh: '核查员', en: 'Inspector' },
  'government-liaison': { zh: '政府联络员', en: 'Government liaison' },
  'legal-officer': { zh: '法制员', en: 'Legal officer' },
  'reward-officer': { zh: '奖励经办人', en: 'Reward officer' },
  approver: { zh: '审批人', en: 'Approver' },
  payer: { zh: '付款人', en: 'Payer' },
  confirmer: { zh: '付款复核人', en: 'Payment confirmer' },
  'project-officer': { zh: '项目专员', en: 'Project officer' },
  'department-officer': { zh: '部门经办人', en: 'Department officer' },
  archivist: { zh: '档案员', en: 'Archivist' },
  'contest-organiser': { zh: '赛事组织者', en: 'Contest organiser' },
  'contest-judge': { zh: '裁判', en: 'Judge' },
  'training-organiser': { zh: '培训组织者', en: 'Training organiser' },
  'policy-editor': { zh: '政策编辑', en: 'Policy editor' },
  'expert-liaison': { zh: '专家联络人', en: 'Expert liaison' },
  expert: { zh: '专家', en: 'Expert' },
  institute: { zh: '诊断机构人员', en: 'Diagnostic institute' },
  'enterprise-contact': { zh: '企业联系人', en: 'Enterprise contact' },
  'enterprise-head': { zh: '企业负责人', en: 'Head of the firm' },
  'chief-safety-officer': { zh: '首席安全官', en: 'Chief safety officer' },
  'enterprise-cashier': { zh: '企业出纳', en: 'Cashier of the firm' },
  'team-leader': { zh: '班组长', en: 'Team leader' },
  reporter: { zh: '举报人', en: 'Reporter' },
  auditor: { zh: '监察', en: 'Auditor' },
  operator: { zh: '运维', en: 'Operator' },
  administrator: { zh: '系统管理员', en: 'Administrator' },
} as const satisfies Record<Role, Title>;

/** Whether an office is one of a firm. */
export function isFirmRole(role: Role): role is FirmRole {
  return (firmRoles as readonly Role[]).includes(role);
}

/** Whether somebody comes from outside, asked case by case. */
export function isGuest({ roles: held }: Pick<StaffActor, 'roles'>): boolean {
  return guestRoles.some((role) => held.includes(role));
}

/** Levels of decision: 0 officer, 1 section chief, 2 deputy director, 3 director. */
export type Level = 0 | 1 | 2 | 3;

/** The person who acts: one natural person through one of their accounts, or the reporter through a receipt code. */
export type Actor = StaffActor | ReporterActor;

export interface StaffActor {
  readonly kind: 'staff';
  readonly personId: string;
  readonly accountId: string;
  readonly roles: readonly Role[];
  readonly level: Level;
  readonly unit: string;
  /** Set for who holds an office of a firm: the only enterprise whose matters this account sees. */
  readonly enterpriseId: string | null;
  /** Persons on leave for whom this person stands in today. */
  readonly standsInFor: readonly string[];
  /** Enterprises whose cases this person may neither handle nor see (回避). */
  readonly recusedFrom: readonly string[];
}

/** Holds the receipt code of the case; has no account and no name here. */
export interface ReporterActor {
  readonly kind: 'reporter';
}
