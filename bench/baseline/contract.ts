export const baselineQueue = 'baseline';

export interface Decision {
  readonly step: string;
  readonly verdict: string;
  readonly person: string;
}

/** The update by which a step is decided. */
export const decideUpdate = 'decide';

/** The moves of a tip-off's straightforward lifecycle, the same as ours, by workflow. `+name` is a child case. */
export const plans = {
  tipOff: [
    'acceptance',
    'assignment',
    'verification',
    'co-signature',
    'review',
    '+rectification',
    'penalty',
    'reward-proposal',
    'reward-approval',
    'feedback',
    'claim',
    '+payout',
  ],
  rectification: ['order', 'acknowledgement', 'remedy', 'recheck'],
  payout: ['release', 'listing', 'bank-return'],
} as const;
export type PlanName = keyof typeof plans;
