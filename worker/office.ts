import { effectActivities } from '../activities/effects';
import type { Mailer } from '../activities/mail';
import { recipientsFrom } from '../activities/recipients';
import { recordActivities } from '../activities/record';
import type { CaseDesk } from '../record/desk/case-desk';
import type { Database } from '../record/store/database';

export interface OfficeParts {
  readonly db: Database;
  readonly desk: CaseDesk;
  readonly mailer: Mailer;
  readonly publicUrl: string;
}

/** Everything that the workflows may ask of the world. */
export function activitiesOf({ db, desk, mailer, publicUrl }: OfficeParts) {
  return {
    ...recordActivities(desk),
    ...effectActivities({ desk, mailer, recipients: recipientsFrom(db), publicUrl }),
  };
}
