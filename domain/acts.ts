/** What may happen to any case at any time, whatever its procedure (DESIGN: "stands in the kit, once"). */
export type Act =
  | { readonly act: 'assign'; readonly step: string; readonly to: string; readonly reason: string }
  | { readonly act: 'pause'; readonly step: string; readonly ground: PauseGround; readonly reason: string }
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
    }
  | { readonly act: 'intervene-early'; readonly matter: string; readonly reason: string }
  | { readonly act: 'note'; readonly text: string }
  | { readonly act: 'withdraw'; readonly reason: string }
  | { readonly act: 'reopen'; readonly fromStep: string; readonly reason: string };

/**
 * Grounds on which time does not count: 行政许可法 art. 45 (hearing, inspection, testing, quarantine,
 * appraisal, expert review), and a criminal inquiry that has to come first.
 */
export const pauseGrounds = [
  'hearing',
  'inspection',
  'testing',
  'quarantine',
  'appraisal',
  'expert-review',
  'criminal-inquiry',
] as const;
export type PauseGround = (typeof pauseGrounds)[number];
