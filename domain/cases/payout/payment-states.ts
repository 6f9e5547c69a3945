/** How a payment stands, as finance reads it. */
export const paymentStateTitles = {
  opened: { zh: '待付款审批', en: 'To be released' },
  released: { zh: '待列入清单', en: 'To be put on a list' },
  listed: { zh: '已列入清单', en: 'On a list for the bank' },
  unknown: { zh: '银行结果不明', en: 'Outcome unknown' },
  refused: { zh: '银行退回', en: 'Refused by the bank' },
  returned: { zh: '支付后退汇', en: 'Sent back after payment' },
  paid: { zh: '已支付', en: 'Paid' },
  lapsed: { zh: '逾期未更正', en: 'Lapsed' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
} as const;

export type PaymentState = keyof typeof paymentStateTitles;
