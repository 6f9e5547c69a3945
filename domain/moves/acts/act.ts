import type { Party } from '../../party';
import type { Title } from '../../role';
import type { PlainDate } from '../../time/calendar';

/** What may happen to any case at any time, whatever its procedure (DESIGN: "stands in the kit, once"). */
export type Act =
  | { readonly act: 'assign'; readonly step: string; readonly to: string; readonly reason: string }
  | {
      readonly act: 'pause';
      readonly step: string;
      readonly ground: PauseGround;
      /** How many calendar days it is expected to take; an applicant is told in writing. */
      readonly expectedDays?: number;
      readonly reason: string;
    }
  | { readonly act: 'resume'; readonly step: string; readonly reason: string }
  | {
      readonly act: 'request-extension';
      readonly step: string;
      readonly byValue: number;
      readonly reason: string;
    }
  | {
      readonly act: 'answer-extension';
      readonly step: string;
      readonly grant: boolean;
      readonly reason: string;
      /** The reason in words that are meant for whoever waits for the step. */
      readonly told?: string;
    }
  | {
      readonly act: 'request-start-correction';
      readonly step: string;
      readonly on: PlainDate;
      readonly reason: string;
    }
  | {
      readonly act: 'answer-start-correction';
      readonly step: string;
      readonly grant: boolean;
      readonly reason: string;
    }
  | { readonly act: 'intervene-early'; readonly matter: string; readonly reason: string }
  | { readonly act: 'note'; readonly text: string }
  /** A text that was refused because it repeats a tip is laid before somebody else, as it is to go out. */
  | { readonly act: 'ask-wording'; readonly wording: string; readonly reason: string }
  /** It is let pass; `line` is the seq under which it was asked for. */
  | { readonly act: 'pass-wording'; readonly line: number; readonly reason: string }
  | { readonly act: 'withdraw'; readonly reason: string }
  | { readonly act: 'reopen'; readonly fromStep: string; readonly reason: string };

export type ActOf<Name extends Act['act']> = Extract<Act, { act: Name }>;

/**
 * Grounds on which time does not count: 行政许可法 art. 45 (hearing, inspection, testing, quarantine,
 * appraisal, expert review), and a criminal inquiry that has to come first. What a technical service body
 * 第三方 does meanwhile takes its time; on the other grounds nobody has it.
 */
export const pauseGrounds = {
  hearing: { zh: '听证', en: 'hearing', party: 'pause' },
  inspection: { zh: '检验', en: 'inspection', party: 'third-body' },
  testing: { zh: '检测', en: 'testing', party: 'third-body' },
  quarantine: { zh: '检疫', en: 'quarantine', party: 'third-body' },
  appraisal: { zh: '鉴定', en: 'appraisal', party: 'third-body' },
  'expert-review': { zh: '专家评审', en: 'expert review', party: 'third-body' },
  'criminal-inquiry': { zh: '刑事侦查', en: 'criminal inquiry', party: 'pause' },
} as const satisfies Record<string, Title & { readonly party: Party }>;
export type PauseGround = keyof typeof pauseGrounds;

export function isPauseGround(word: string): word is PauseGround {
  return Object.hasOwn(pauseGrounds, word);
}
