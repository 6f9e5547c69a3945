import fc from 'fast-check';
import type { CaseView } from '../../../domain/case/case-view';
import type { CaseType } from '../../../domain/case/case-type';
import type { NewCase } from '../../../domain/moves/case-move';
import type { MemoryOffice } from '../../../record/desk/memory';
import { shanghaiDate } from '../../../domain/time/calendar';
import { attempts, make, type Attempt } from './attempts';
import { usualTrade } from '../../../setup/courses/network/diagnosis';
import { anInstitute, bo } from './crowd';
import { firm, reporter, unit, zone } from './people';
import { officeOn } from './story';

/*
 * What must hold whatever people try, in whatever order, with time passing and the engine away now and
 * then: for the procedures that begin by themselves, with the cases that they give birth to.
 */

export const runs = { numRuns: 40 };

/** Where such a case is at home, if not with the inspectors. */
const units: Partial<Record<CaseType, string>> = {
  project: 'jxedz-investment',
  'approval-item': 'jxedz-planning',
  certificate: 'jxedz-ecology',
};

/** What a case of each type begins with. A type without a line here is met as a child case only. */
const inputs: Partial<Record<CaseType, (office: Pick<MemoryOffice, 'now'>) => object>> = {
  'tip-off': (office) => ({ reporterKind: 'real-name', receivedAt: office.now }),
  rectification: () => ({
    enterpriseId: firm,
    inspector: bo.personId,
    hazards: ['h1', 'h2'].map((item) => ({ item, grade: 'major', clause: 'order10:art3' })),
  }),
  payout: () => ({ amountFen: 300_000 }),
  project: () => ({ enterpriseId: firm, projectType: 'low-risk-plant' }),
  'approval-item': () => ({
    enterpriseId: firm,
    matter: 'land-use-permit',
    begins: 'acceptance',
    silence: 'waits',
    early: false,
  }),
  certificate: () => ({
    enterpriseId: firm,
    matter: 'pollutant-permit',
    unit: 'jxedz-ecology',
    validUntil: '2026-08-24',
    validMonths: 60,
  }),
  'credit-repair': () => ({
    enterpriseId: firm,
    tier: 'general',
    documentNo: 'JX-2026-0001',
    establishedOn: '2026-08-03',
    shown: true,
    repairableFrom: '2026-08-10',
    shownUntil: '2027-08-03',
  }),
  notice: () => ({
    enterpriseId: firm,
    publicationId: '00000000-0000-4000-8000-00000000000a',
    kind: 'policy',
    reachable: true,
  }),
  contest: () => ({}),
  'contest-team': (office) => ({
    enterpriseId: firm,
    contest: 'CT-2026-7K3M9QX2',
    heldOn: shanghaiDate(office.now),
    membersAtMost: 20,
    events: [{ event: 'concentric-rescue', mostPoints: 100 }],
    members: [{ insured: true, examined: true }],
  }),
  'chief-officer': () => ({ enterpriseId: firm, nominateBy: '2026-09-02' }),
  'safety-fund': () => ({ enterpriseId: firm }),
  'fund-report': () => ({
    enterpriseId: firm,
    kind: 'hazard',
    schedule: { from: '2026-08-01', awards: [{ kind: 'hazard', grade: 'general', amountFen: 20_000 }] },
  }),
  inspection: () => ({ enterpriseId: firm, ground: 'plan', items: ['exits', 'hazardous-goods'] }),
  'training-file': () => ({ enterpriseId: firm }),
  'training-session': () => ({}),
  'diagnosis-campaign': () => ({}),
  diagnosis: () => ({
    enterpriseId: firm,
    campaign: 'DC-2026-7K3M9QX2',
    trade: usualTrade,
    institute: anInstitute.personId,
  }),
  'danger-notice': () => ({ enterpriseId: firm, item: 'h1', situation: 'dust-10' }),
  'warden-network': () => ({ enterpriseId: firm }),
  'warden-patrol': () => ({ enterpriseId: firm, patrolledOn: '2026-08-03' }),
};

/** Those that give birth to others come twice as often. */
export const roots = [...Object.keys(inputs), 'tip-off', 'project'] as CaseType[];

/** What a case of a type is opened with, by the time of its office. */
export function openingOf(caseType: CaseType, office: Pick<MemoryOffice, 'now'>): Omit<NewCase, 'parent'> {
  const input = (inputs[caseType]?.(office) ?? {}) as never;
  return { caseType, zone, unit: units[caseType] ?? unit, input };
}

export async function opened(caseType: CaseType): Promise<MemoryOffice> {
  const office = officeOn('2026-08-03');
  await office.open(openingOf(caseType, office), reporter);
  return office;
}

export const sequences = fc.record({ caseType: fc.constantFrom(...roots), tried: attempts });

/** Runs a sequence and shows the office after each attempt. */
export async function play(
  { caseType, tried }: { caseType: CaseType; tried: readonly Attempt[] },
  look: (office: MemoryOffice) => void = () => undefined,
): Promise<MemoryOffice> {
  const office = await opened(caseType);
  for (const attempt of tried) {
    await make(office, attempt);
    look(office);
  }
  return office;
}

export function views(office: MemoryOffice): CaseView[] {
  return office.caseIds.map((caseId) => office.view(caseId));
}
