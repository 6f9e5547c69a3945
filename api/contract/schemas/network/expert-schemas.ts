import { Type } from 'typebox';
import { Day, Instant, Named, Nullable, strict, Uuid } from '../../shapes';

/* The pool of experts, who of it fits a need, and how expert service goes in the zone. */

const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,59}$' });
const Skill = Type.Object({ skill: Code, main: Type.Boolean() }, strict);

export const ExpertLineSchema = Named(
  'Expert',
  Type.Object(
    {
      personId: Uuid,
      name: Type.String(),
      feeClass: Code,
      from: Day,
      until: Day,
      skills: Type.Array(Skill),
      ties: Type.Array(
        Named(
          'ExpertTie',
          Type.Object(
            {
              enterpriseId: Uuid,
              enterprise: Type.String(),
              tie: Code,
              endedOn: Nullable({ ...Day, description: 'null while it lasts' }),
            },
            strict,
          ),
        ),
      ),
    },
    strict,
  ),
);

export const ExpertCandidateSchema = Named(
  'ExpertCandidate',
  Type.Object(
    {
      personId: Uuid,
      name: Type.String(),
      rank: Nullable(Type.Integer({ description: 'from 1; null for who cannot be invited' })),
      points: Type.Integer({ description: 'points against the candidate: the fewest come first' }),
      load: Type.Integer({ description: 'invitations that wait and services under way' }),
      kilometres: Nullable(Type.Integer({ description: 'null where the firm has not said where' })),
      mainSkill: Type.Boolean(),
      ruledOut: Type.Array(Type.String({ description: 'why the candidate cannot be invited' })),
    },
    strict,
  ),
);

const tally = {
  load: Type.Integer({ description: 'invitations that wait and services under way' }),
  declined: Type.Integer(),
  silent: Type.Integer({ description: 'invitations that nobody answered in time' }),
  served: Type.Integer(),
  rated: Type.Integer(),
  ratingSum: Type.Integer({ description: 'the sum of the ratings, each from 1 to 5' }),
  feeFen: Type.Integer({ description: 'what the zone owes for it by its rows; nothing is paid here' }),
};

export const ExpertOverviewSchema = Named(
  'ExpertOverview',
  Type.Object(
    {
      asOf: Instant,
      requests: Named(
        'ExpertRequests',
        Type.Object(
          {
            all: Type.Integer(),
            open: Type.Integer(),
            late: Type.Integer({ description: 'open, and a step of it is overdue' }),
            served: Type.Integer(),
            noExpert: Type.Integer(),
          },
          strict,
        ),
      ),
      skills: Type.Array(
        Named(
          'ExpertsBySkill',
          Type.Object(
            { skill: Code, experts: Type.Integer({ description: 'in the pool today' }), ...tally },
            strict,
          ),
        ),
      ),
      experts: Type.Array(
        Named('ExpertTally', Type.Object({ personId: Uuid, name: Type.String(), ...tally }, strict)),
      ),
    },
    strict,
  ),
);
