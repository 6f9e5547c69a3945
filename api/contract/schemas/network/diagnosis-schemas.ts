import { Type } from 'typebox';
import { hazardGrades } from '../../../../domain/cases/hazard';
import { Bilingual, Day, Instant, Named, Nullable, strict, Uuid } from '../../shapes';

/* Campaigns of diagnoses: how they go, firm by firm and in figures, and the report of one firm. */

const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,59}$' });
const Tally = Named(
  'FindingTally',
  Type.Object({ found: Type.Integer(), closed: Type.Integer({ description: 'seen put right' }) }, strict),
);

export const CampaignOverviewSchema = Named(
  'DiagnosisCampaignOverview',
  Type.Object(
    {
      campaign: Type.String(),
      asOf: Instant,
      endBy: Day,
      listed: Type.Integer({ description: 'firms of the list' }),
      opened: Type.Integer({ description: 'with a diagnosis' }),
      visited: Type.Integer(),
      open: Type.Integer({ description: 'diagnoses under way' }),
      overdue: Type.Integer({ description: 'under way, and a step of it is overdue' }),
      outcomes: Named(
        'DiagnosisOutcomes',
        Type.Object(
          {
            nothingFound: Type.Integer(),
            fixed: Type.Integer(),
            leftOpen: Type.Integer(),
            notVisited: Type.Integer(),
          },
          strict,
        ),
      ),
      general: Tally,
      major: Tally,
    },
    strict,
  ),
);

export const CampaignFirmSchema = Named(
  'DiagnosisCampaignFirm',
  Type.Object(
    {
      enterpriseId: Uuid,
      name: Type.String(),
      trade: Code,
      institute: { ...Uuid, description: 'who of the institute the list names' },
      ended: Type.Boolean({ description: 'the firm is no more, and is not diagnosed' }),
      diagnosis: Nullable(Type.String({ description: 'number of its case; null: not opened yet' })),
      outcome: Nullable(Type.String()),
      overdue: Type.Boolean(),
      visitedOn: Nullable(Day),
      general: Type.Integer(),
      generalClosed: Type.Integer(),
      major: Type.Integer(),
      majorClosed: Type.Integer(),
    },
    strict,
  ),
);

/** The list says it all. */
export const OpenDiagnosesBody = Named('OpenDiagnoses', Type.Object({}, strict));

export const OpenedDiagnosesSchema = Named(
  'OpenedDiagnoses',
  Type.Object(
    {
      listed: Type.Integer(),
      before: Type.Integer({ description: 'had their diagnosis already' }),
      opened: Type.Integer({ description: 'opened now' }),
      refused: Type.Array(
        Named(
          'DiagnosisRefused',
          Type.Object(
            { enterpriseId: Uuid, code: Type.String({ description: 'why it was not opened' }) },
            strict,
          ),
        ),
      ),
    },
    strict,
  ),
);

const Text = Nullable(Type.String({ description: 'null for who reads no texts of the case' }));

export const DiagnosisReportSchema = Named(
  'DiagnosisReport',
  Type.Object(
    {
      number: Type.String(),
      trade: Bilingual,
      visitedOn: Nullable(Day),
      summary: Text,
      checklist: Type.Array(
        Named(
          'DiagnosisSituation',
          Type.Object(
            {
              code: Code,
              title: Bilingual,
              clause: Type.String(),
              result: Nullable(Type.Enum(['clear', 'found', 'not-applicable'])),
            },
            strict,
          ),
        ),
      ),
      findings: Type.Array(
        Named(
          'DiagnosisFinding',
          Type.Object(
            {
              item: Type.String(),
              grade: Type.Enum(Object.keys(hazardGrades)),
              clause: Type.String(),
              situation: Nullable(Code),
              toldAt: Instant,
              closedOn: Nullable({ ...Day, description: 'null while it is open' }),
              description: Text,
              advice: Text,
            },
            strict,
          ),
        ),
      ),
    },
    strict,
  ),
);
