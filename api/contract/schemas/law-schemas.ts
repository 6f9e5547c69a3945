import { Type } from 'typebox';
import { OneOf } from '../../../domain/case/form';
import { calendarSchema } from '../../../domain/time/calendar';
import { policyLayerSchema, policyRowSchema } from '../../../domain/law/policy';
import { Day, Instant, Named, Nullable, strict, Titled } from '../shapes';

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
export const ProposedCalendar = Named(
  'ProposedCalendar',
  Type.Object(
    { years: calendarSchema.properties.years, fixedDaysOff: calendarSchema.properties.fixedDaysOff },
    strict,
  ),
);

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

const mostRows = 200;

const RowEnd = Named(
  'PolicyRowEnd',
  Type.Object(
    {
      key: Type.String({ pattern: '^[a-z][a-z0-9.-]*$' }),
      validFrom: Day,
      // Not limited by the schema: the change is judged as a whole, and law may end in many years.
      validTo: Titled({ zh: '最后有效日', en: 'The last day on which it is in force' }, Day),
    },
    { ...strict, description: 'a row, named by its key and its first day' },
  ),
);

export const PolicyChangeForm = Named(
  'PolicyChange',
  Type.Object(
    {
      layer: Titled(
        { zh: '层级', en: 'Layer' },
        Type.String({
          pattern: '^[a-z][a-z0-9-]*$',
          description: 'the authority whose layer changes, e.g. `zhejiang`',
        }),
      ),
      add: Type.Array(PolicyRow, { maxItems: mostRows }),
      end: Type.Array(RowEnd, { maxItems: mostRows }),
      openCases: OneOf(
        { zh: '在办案件', en: 'Open cases' },
        {
          keep: { zh: '适用立案时的规定', en: 'They keep the law that they were opened under' },
          move: {
            zh: '自生效之日起适用新规定',
            en: 'They go over on the day on which the change takes effect',
          },
        },
      ),
    },
    strict,
  ),
);
