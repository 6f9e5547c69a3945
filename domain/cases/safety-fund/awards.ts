import { Fen, Form, ListOf, OneOf, type FormFacts } from '../../case/form';
import type { Fen as Amount } from '../../money';
import type { Title } from '../../role';
import type { PlainDate } from '../../time/calendar';

/** What an employee of a firm may bring. */
export const contributionKinds = {
  hazard: { zh: '事故隐患', en: 'Hazard' },
  suggestion: { zh: '合理化建议', en: 'Suggestion' },
} as const satisfies Record<string, Title>;
export type ContributionKind = keyof typeof contributionKinds;

/** How much it is worth. */
export const awardGrades = {
  general: { zh: '一般', en: 'General' },
  notable: { zh: '较大', en: 'Notable' },
  major: { zh: '重大', en: 'Major' },
} as const satisfies Record<string, Title>;
export type AwardGrade = keyof typeof awardGrades;

/** No firm moves more at once: a hundred million yuan. */
export const mostAtOnceFen = 10_000_000_000;

const AwardRow = Form({
  kind: OneOf({ zh: '类别', en: 'Kind' }, contributionKinds),
  grade: OneOf({ zh: '等级', en: 'Grade' }, awardGrades),
  amountFen: Fen({ zh: '奖励金额', en: 'Award' }, { minimum: 1, maximum: mostAtOnceFen }),
});
export const AwardRows = ListOf({ zh: '奖励标准', en: 'Awards' }, AwardRow, { minItems: 1, maxItems: 6 });

/** What a firm awards from a day on, until its next schedule begins. */
export type Schedule = {
  readonly from: PlainDate;
  readonly awards: readonly FormFacts<typeof AwardRow>[];
};

/** The schedule in force on a day, of those that were set one after the other; null before the first one begins. */
export function scheduleOn(schedules: readonly Schedule[], day: PlainDate): Schedule | null {
  return schedules.reduce<Schedule | null>(
    (found, each) => (each.from <= day && (found === null || found.from <= each.from) ? each : found),
    null,
  );
}

/** What a schedule gives for a contribution; null where it says nothing of it. */
export function awardBy({ awards }: Schedule, kind: ContributionKind, grade: AwardGrade): Amount | null {
  return awards.find((each) => each.kind === kind && each.grade === grade)?.amountFen ?? null;
}
