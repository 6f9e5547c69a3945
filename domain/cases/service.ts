import { CalendarDate, Form, OneOf } from '../case/form';
import type { Title } from '../role';

/** 送达: handed over in person, left behind where it was not taken, by post, or by public notice. */
const serviceWays = {
  'in-person': { zh: '直接送达', en: 'Handed over in person' },
  'left-behind': { zh: '留置送达', en: 'Left behind' },
  post: { zh: '邮寄送达', en: 'By post' },
  'public-notice': { zh: '公告送达', en: 'By public notice' },
} as const satisfies Record<string, Title>;

export const serviceWayTitles = {
  // What was read in an account here needs no other service.
  account: { zh: '平台签收', en: 'Read in its account' },
  ...serviceWays,
} as const;
export type ServiceWay = keyof typeof serviceWayTitles;

/**
 * The proof that a document was served other than through an account here: in the course of the case or, where the
 * document is older than the case, from the day of the document on.
 */
export const proofOfService = (since: 'happened' | 'established') =>
  Form({
    way: OneOf({ zh: '送达方式', en: 'Way of service' }, serviceWays),
    servedOn: CalendarDate({ zh: '送达日期', en: 'Served on' }, since),
  });
