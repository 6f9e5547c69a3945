import type { Role } from '../../../domain/role';

/* Which offices the readings of the office are for, as the routes of the API say it. */

export const timeReaders = ['approver', 'auditor', 'project-officer', 'section-chief'] as const;
export const rewardReaders = ['approver', 'auditor', 'reward-officer'] as const;
export const zoneReaders = ['section-chief', 'approver', 'auditor'] as const;
export const dashboardReaders: readonly Role[] = [...timeReaders, 'reward-officer'];

export const paymentReaders = ['payer', 'confirmer', 'reward-officer', 'approver', 'auditor'] as const;
