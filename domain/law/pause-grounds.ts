import type { Party } from '../party';
import type { Title } from '../role';

/**
 * Grounds on which time does not count, each with the party that is charged with it: a technical service body 第三方 for
 * what it does meanwhile, on the other grounds nobody. Rows `pause.<kind>.<ground>` say which of them a kind of step
 * has, for how long, and who approves.
 */
export const pauseGrounds = {
  hearing: { zh: '听证', en: 'hearing', party: 'pause' },
  tender: { zh: '招标', en: 'tender', party: 'pause' },
  auction: { zh: '拍卖', en: 'auction', party: 'pause' },
  inspection: { zh: '检验', en: 'inspection', party: 'third-body' },
  testing: { zh: '检测', en: 'testing', party: 'third-body' },
  quarantine: { zh: '检疫', en: 'quarantine', party: 'third-body' },
  appraisal: { zh: '鉴定', en: 'appraisal', party: 'third-body' },
  'expert-review': { zh: '专家评审', en: 'expert review', party: 'third-body' },
  'criminal-inquiry': { zh: '刑事侦查', en: 'criminal inquiry', party: 'pause' },
} as const satisfies Record<string, Title & { readonly party: Party }>;
export type PauseGround = keyof typeof pauseGrounds;

/** Whether a word is one of the {@link pauseGrounds}. */
export function isPauseGround(word: string): word is PauseGround {
  return Object.hasOwn(pauseGrounds, word);
}
