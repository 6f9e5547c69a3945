import { Type } from 'typebox';
import { appointmentEnds } from '../../../../domain/cases/chief-officer/appointments';
import { OneOf } from '../../../../domain/case/form';
import { officerPostTitles } from '../../../../domain/law/network/chief-officer-values';
import { Bilingual, Day, Instant, Named, Nullable, pageFields, strict } from '../../shapes';

/* How firms stand with their chief safety officers. */

const officerFields = {
  personId: Type.String(),
  name: Type.String(),
  post: OneOf({ zh: '现任职务', en: 'Post in the firm' }, officerPostTitles),
  filedOn: Day,
  certificateUntil: Day,
};

const OfficerLineSchema = Named(
  'ChiefOfficerLine',
  Type.Object(
    {
      enterprise: Type.Object({ id: Type.String(), name: Type.String() }, strict),
      required: Type.Boolean({ description: 'it must have one, by its profile' }),
      number: Nullable(Type.String({ description: 'the case of the post; null: the firm has none' })),
      officer: Nullable(Type.Object(officerFields, strict)),
      vacantSince: Nullable(Day),
      nominateBy: Nullable(Instant),
      overdue: Type.Array(Type.Object({ step: Type.String(), title: Bilingual, dueAt: Instant }, strict)),
    },
    strict,
  ),
);

export const OfficerLinesSchema = Named(
  'ChiefOfficerLinePage',
  Type.Object(pageFields(OfficerLineSchema), strict),
);

export const OfficerFiguresSchema = Named(
  'ChiefOfficerFigures',
  Type.Object(
    {
      on: Day,
      required: Type.Integer(),
      without: Type.Integer({ description: 'firms that must have one and have none in office' }),
      inOffice: Type.Integer(),
      certificatesEnding: Type.Integer(),
      dutiesOverdue: Type.Integer({ description: 'firms in which a duty is overdue' }),
    },
    strict,
  ),
);

export const FirmsOfficersSchema = Named(
  'ChiefOfficersOfFirm',
  Type.Object(
    {
      standing: OfficerLineSchema,
      officers: Type.Array(
        Type.Object(
          {
            ...officerFields,
            endedOn: Nullable(Day),
            endedAs: Nullable(Type.Union(appointmentEnds.map((each) => Type.Literal(each)))),
          },
          strict,
        ),
        { description: 'everybody who has held the post, the newest first' },
      ),
    },
    strict,
  ),
);
