import { Type } from 'typebox';
import { calendarForm } from '../../../domain/office/kinds/calendar';
import { policyChangeForm } from '../../../domain/office/kinds/law';
import { calendarSchema } from '../../../domain/time/calendar';
import { policyLayerSchema, policyRowSchema } from '../../../domain/law/policy';
import { Instant, Named, Nullable, strict } from '../shapes';

/* Changes of law and of the calendar: what they are made of, and what they would move. */

const MovedDeadline = Named(
  'MovedDeadline',
  Type.Object(
    {
      number: Type.String(),
      step: Type.String(),
      clock: Type.String({ enum: ['limit', 'promise'] }),
      dueAtBefore: Nullable(Instant),
      dueAtAfter: Nullable(Instant),
      provisional: Type.Boolean(),
    },
    strict,
  ),
);

/** What a change of law or calendar moves, or would move. */
export const MovedDeadlines = Named(
  'MovedDeadlines',
  Type.Object({ moved: Type.Array(MovedDeadline) }, strict),
);

export const CalendarSchema = Named('WorkCalendar', calendarSchema);

/** The calendar without its revision: publishing gives it the next one. */
export const ProposedCalendar = Named('ProposedCalendar', calendarForm);

const PolicyRow = Named('PolicyRow', policyRowSchema);

export const LawInForceSchema = Named(
  'LawInForce',
  Type.Object(
    {
      revision: Type.Integer(),
      layers: Type.Array(
        Named(
          'PolicyLayer',
          Type.Object({ ...policyLayerSchema.properties, rows: Type.Array(PolicyRow) }, strict),
        ),
      ),
    },
    strict,
  ),
);

export const PolicyChangeForm = Named('PolicyChange', policyChangeForm);
