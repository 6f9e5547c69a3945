import type { PauseGround } from '../../law/pause-grounds';
import type { PlainDate } from '../../time/calendar';

/** What may happen to any case at any time, whatever its procedure. */
export type Act =
  | { readonly act: 'assign'; readonly step: string; readonly to: string; readonly reason: string }
  | {
      readonly act: 'request-pause';
      readonly step: string;
      readonly ground: PauseGround;
      /** How many calendar days it takes, the first included; an applicant is told in writing. */
      readonly days: number;
      readonly reason: string;
    }
  | {
      readonly act: 'answer-pause';
      readonly step: string;
      readonly grant: boolean;
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
      /** The reason, written for the person who waits for the step. */
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
  | {
      readonly act: 'request-withdrawal';
      /** Why, for the office. */
      readonly reason: string;
      /** Why, written for whoever handed the case in or is concerned by it. */
      readonly told: string;
    }
  /** Agrees that a case is taken over as it was entered, or has it struck. */
  | { readonly act: 'answer-take-over'; readonly grant: boolean; readonly reason: string }
  | { readonly act: 'answer-withdrawal'; readonly grant: boolean; readonly reason: string }
  /**
   * Asks another person to let a text pass that was refused because it repeats a tip. `wording` is the text as it is to
   * go out.
   */
  | { readonly act: 'ask-wording'; readonly wording: string; readonly reason: string }
  /** Lets the text pass; `line` is the seq of the request. */
  | { readonly act: 'pass-wording'; readonly line: number; readonly reason: string }
  /** Asks another person to agree that a paper is opened that could not be cleaned. */
  | { readonly act: 'request-original'; readonly paper: string; readonly reason: string }
  | {
      readonly act: 'answer-original';
      readonly paper: string;
      readonly grant: boolean;
      readonly reason: string;
    }
  | { readonly act: 'withdraw'; readonly reason: string }
  | { readonly act: 'reopen'; readonly fromStep: string; readonly reason: string };

/** What staff may do: a tip-off is taken back by its reporter alone. */
export type StaffAct = Exclude<Act['act'], 'withdraw'>;

export type ActOf<Name extends Act['act']> = Extract<Act, { act: Name }>;
