import { effectActivities } from '../activities/effects';
import type { Mailer } from '../activities/mail';
import { recipientsFrom } from '../activities/recipients';
import { Teller, type CountAttempt } from '../activities/telling';
import { recordActivities } from '../activities/record';
import type { CaseDesk } from '../record/desk/case-desk';
import type { Channel } from '../domain/office/channels';
import type { Database } from '../record/store/database';

export interface OfficeParts {
  readonly db: Database;
  readonly desk: CaseDesk;
  readonly mailer: Mailer;
  readonly publicUrl: string;
  /** The channels that are set up beside mail. */
  readonly setUp?: readonly Channel[];
  readonly count?: CountAttempt;
  /** The office's time; without it this machine's. */
  readonly now?: () => Date;
}

/** Everything that the workflows may ask of the world. */
export function activitiesOf({ desk, ...parts }: OfficeParts) {
  const { db, setUp } = parts;
  return {
    ...recordActivities(desk),
    ...effectActivities({ desk, teller: new Teller({ ...parts, recipients: recipientsFrom(db, setUp) }) }),
  };
}
