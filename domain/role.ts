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
  'enterprise-contact',
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
  'policy-editor': { zh: '政策编辑', en: 'Policy editor' },
  'enterprise-contact': { zh: '企业联系人', en: 'Enterprise contact' },
  reporter: { zh: '举报人', en: 'Reporter' },
  auditor: { zh: '监察', en: 'Auditor' },
  operator: { zh: '运维', en: 'Operator' },
  administrator: { zh: '系统管理员', en: 'Administrator' },
} as const satisfies Record<Role, Title>;

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
  /** Set for an enterprise's contact: the only enterprise whose matters this account sees. */
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
