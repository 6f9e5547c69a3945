import type { CaseType } from '../../domain/case/case-type';
import type { CaseView } from '../../domain/case/case-view';
import type { Policy } from '../../domain/law/policy';
import { isFirmRole, type Role } from '../../domain/role';
import { shanghaiDate } from '../../domain/time/calendar';
import type { Database } from '../store/database';
import { matterReading, type MatterReading } from './matter-reading';
import { paymentOf, type PaymentReading } from './payout-reading';
import { reportsOf } from './safety-fund/from-patrol';
import { projectReading, type ProjectReading } from './project-reading';

/** The parts of a case's reading that only some types of case have; null in the others. */
export interface OwnReadings {
  readonly payment: PaymentReading | null;
  readonly project: ProjectReading | null;
  readonly matter: MatterReading | null;
  /** Reports to the fund that name this round as their source; for the firm alone. */
  readonly fundReports: readonly string[] | null;
}

interface Asked {
  readonly db: Database;
  readonly file: { readonly id: string; readonly rootId: string };
  readonly view: CaseView;
  readonly policy: Policy;
  readonly now: Date;
  /** Whether the reader sees only what is issued to the enterprise. */
  readonly issued: boolean;
  /** The reader's. */
  readonly roles: readonly Role[];
  /** Whether the reader is told days in place of instants. */
  readonly byDay: boolean;
}

const readingsOf: { readonly [T in CaseType]?: (asked: Asked) => Promise<Partial<OwnReadings>> } = {
  payout: async ({ db, file, ...reader }) => ({ payment: await paymentOf(db, file.id, reader) }),
  project: async ({ db, view, policy, issued }) => ({
    project: await projectReading(db, view, policy, { issued }),
  }),
  'approval-item': async ({ db, file, view, policy }) => ({
    matter: await matterReading(db, file, view, policy, { applying: true }),
  }),
  'warden-patrol': async ({ db, view, roles }) => ({
    fundReports: roles.some(isFirmRole) ? await reportsOf(db, view.number) : null,
  }),
  certificate: async ({ db, file, view, policy, now }) => ({
    matter: await matterReading(db, file, view, policy, {
      applying: false,
      today: shanghaiDate(now.toISOString()),
    }),
  }),
};

/** Reads the parts that the type of this case has. */
export async function ownReadings(asked: Asked): Promise<OwnReadings> {
  const own = await readingsOf[asked.view.caseType]?.(asked);
  return { payment: null, project: null, matter: null, fundReports: null, ...own };
}
