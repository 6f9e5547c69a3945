import { Type } from 'typebox';
import { Bilingual, Day, Named, Nullable, strict } from '../../shapes';

/* Contests: those that take teams, and the ranking as it stands. */

export const OpenContestSchema = Named(
  'OpenContest',
  Type.Object(
    {
      number: Type.String(),
      name: Nullable(Type.String()),
      registerBy: Day,
      heldOn: Day,
      teamsAtMost: Type.Integer(),
      membersAtMost: Type.Integer(),
      events: Type.Array(
        Type.Object({ event: Type.String(), title: Bilingual, mostPoints: Type.Integer() }, strict),
      ),
      teams: Type.Integer({ description: 'registered so far' }),
    },
    strict,
  ),
);

export const RankingSchema = Named(
  'ContestRanking',
  Type.Object(
    {
      contest: Type.String(),
      final: Type.Boolean({ description: 'the ranking was confirmed; before that it is as it stands' }),
      people: Type.Integer({ description: 'members of the teams that take part' }),
      teams: Type.Array(
        Type.Object(
          {
            rank: Type.Integer({ description: 'shared by teams with as many points' }),
            team: Type.String(),
            name: Nullable(Type.String()),
            enterprise: Type.String(),
            state: Type.Enum(['taking-part', 'points-stand']),
            members: Type.Integer(),
            points: Type.Record(Type.String(), Nullable(Type.Integer()), {
              description: 'by event; null: absent; an event that is not there has no points yet',
            }),
            total: Type.Integer(),
          },
          strict,
        ),
      ),
    },
    strict,
  ),
);

export const HeldContestSchema = Named(
  'HeldContest',
  Type.Object(
    {
      number: Type.String(),
      name: Nullable(Type.String()),
      outcome: Nullable(Type.String()),
      teams: Type.Integer({ description: 'that take part' }),
      people: Type.Integer({ description: 'members of those teams' }),
    },
    strict,
  ),
);
