import type { Said } from '../courses';

/** One sample tip-off, and what the people of the demonstration do with it. */
export interface Story {
  /** Id in `prisma/data/sample-tip-offs.json`. */
  readonly sample: string;
  readonly about: string;
  readonly acceptance:
    | { readonly verdict: 'accepted'; readonly allegesDeath: boolean }
    | {
        readonly verdict: 'declined';
        readonly allegesDeath: boolean;
        readonly clause: string;
        readonly reason: string;
      }
    | {
        readonly verdict: 'transferred';
        readonly allegesDeath: boolean;
        readonly to: string;
        readonly reason: string;
      };
  readonly finding?: Finding;
  readonly expected: { readonly outcome: string; readonly rewardFen: number };
}

export interface Finding {
  readonly substantiated: boolean;
  readonly grade?: 'general' | 'major';
  /** The first report is sent back by the review, and checked again. */
  readonly returnedOnce?: boolean;
  /** The first re-check finds the item not remedied. */
  readonly reopenedOnce?: boolean;
  readonly fineFen?: number;
  readonly accident?: {
    readonly deathsFinal: number;
    readonly seriousInjuries: number;
    readonly deathsConcealed: number;
  };
  readonly employmentProved?: boolean;
  /** Who approves; the amount decides the level. */
  readonly approver?: 'deputy' | 'director';
  /** The bank refuses the first account; the reporter corrects it. */
  readonly refusedByBankOnce?: boolean;
}

const accepted = { verdict: 'accepted', allegesDeath: false } as const;
const yuan = 100;

/** Amounts as the published rule gives them: 15 % of the fine, floor 3,000, cap 300,000 yuan, and so on. */
export const stories: readonly Story[] = [
  {
    sample: 'TO-001',
    about: 'named, fine of 120,000 yuan: 15 %',
    acceptance: accepted,
    finding: {
      substantiated: true,
      grade: 'major',
      returnedOnce: true,
      fineFen: 120_000 * yuan,
      approver: 'deputy',
    },
    expected: { outcome: 'rewarded', rewardFen: 18_000 * yuan },
  },
  {
    sample: 'TO-002',
    about: 'the same matter by somebody else',
    acceptance: {
      verdict: 'declined',
      allegesDeath: false,
      clause: 'same-matter-accepted',
      reason: '同一事项已由他人举报并受理。',
    },
    expected: { outcome: 'declined', rewardFen: 0 },
  },
  {
    sample: 'TO-003',
    about: 'a death is alleged: the government organises the check',
    acceptance: { verdict: 'accepted', allegesDeath: true },
    finding: {
      substantiated: true,
      grade: 'major',
      fineFen: 0,
      accident: { deathsFinal: 1, seriousInjuries: 0, deathsConcealed: 1 },
      approver: 'deputy',
    },
    expected: { outcome: 'rewarded', rewardFen: 30_000 * yuan },
  },
  {
    sample: 'TO-004',
    about: 'another province: transferred',
    acceptance: {
      verdict: 'transferred',
      allegesDeath: false,
      to: '属地矿山安全监察机构',
      reason: '不属于本辖区管辖。',
    },
    expected: { outcome: 'transferred', rewardFen: 0 },
  },
  {
    sample: 'TO-006',
    about: 'an item fails its re-check; the share meets the cap, so the director approves',
    acceptance: accepted,
    finding: {
      substantiated: true,
      grade: 'major',
      reopenedOnce: true,
      fineFen: 2_500_000 * yuan,
      approver: 'director',
    },
    expected: { outcome: 'rewarded', rewardFen: 300_000 * yuan },
  },
  {
    sample: 'TO-007',
    about: 'anonymous: handled, no reward',
    acceptance: accepted,
    finding: { substantiated: true, grade: 'major', fineFen: 50_000 * yuan, approver: 'deputy' },
    expected: { outcome: 'settled-without-reward', rewardFen: 0 },
  },
  {
    sample: 'TO-009',
    about: 'an employee: 20 % more; the bank refuses the first account',
    acceptance: accepted,
    finding: {
      substantiated: true,
      grade: 'major',
      fineFen: 120_000 * yuan,
      employmentProved: true,
      approver: 'deputy',
      refusedByBankOnce: true,
    },
    expected: { outcome: 'rewarded', rewardFen: 21_600 * yuan },
  },
  {
    sample: 'TO-012',
    about: 'a death is alleged and the check finds nothing',
    acceptance: { verdict: 'accepted', allegesDeath: true },
    finding: { substantiated: false },
    expected: { outcome: 'unsubstantiated', rewardFen: 0 },
  },
];

/** How a step departs from the usual way. */
export interface Turn {
  readonly by?: string;
  /** What is entered in place of the usual words. */
  readonly says?: (usually: Said) => Said;
  /** The bank refuses the account. */
  readonly refused?: boolean;
}

/** How a story departs from the usual way at a step in one of its rounds, counted from 0; nothing where it does not. */
export function turnOf(
  { acceptance, finding = { substantiated: false } }: Story,
  step: string,
  round: number,
): Turn {
  const first = round === 0;
  switch (step) {
    case 'tip-off/acceptance':
      return { by: 'clerk2', says: () => acceptance };
    case 'tip-off/verification':
      return { says: (usually) => report(finding, usually) };
    case 'tip-off/verification-review':
      return first && finding.returnedOnce
        ? { says: () => ({ verdict: 'returned', reason: '请补充现场照片后再报。' }) }
        : {};
    case 'rectification/site-recheck':
      return first && finding.reopenedOnce ? { says: (usually) => ({ ...usually, ...reopened }) } : {};
    case 'tip-off/penalty':
      return {
        says: (usually) =>
          finding.fineFen
            ? { ...usually, fineFen: finding.fineFen }
            : { verdict: 'none', reason: '另案处理。' },
      };
    case 'tip-off/reward-proposal': {
      const { employmentProved = false, accident = null } = finding;
      return { says: (usually) => ({ ...usually, employmentProved, accident }) };
    }
    case 'tip-off/reward-approval':
      return { by: finding.approver ?? 'deputy' };
    case 'payout/listing':
      return { refused: first && finding.refusedByBankOnce === true };
    default:
      return {};
  }
}

function report({ substantiated, grade = 'general' }: Finding, { visitedOn, ...usually }: Said): Said {
  if (!substantiated) return { verdict: 'unsubstantiated', visitedOn, findings: '现场核查未发现所述情况。' };
  const [hazard] = usually['hazards'] as object[];
  return { ...usually, visitedOn, hazards: [{ ...hazard, grade }] };
}

const reopened = { verdict: 'reopened', items: ['h1'], findings: '现场仍有一人未持证。' };

/** The sample that is recorded where a working day lasts two seconds, and that nobody touches then. */
export const sleepingSample = 'TO-008';
