import { Type } from 'typebox';
import { Bilingual, Day, Named, Nullable, strict, Uuid } from '../../shapes';
import { RowFaults } from '../office-schemas';

/* Training: how firms stand, who of a firm holds what, sessions with their places, and the training money. */

const count = Type.Integer();
const word = Type.String();
const fen = Type.Integer({ description: 'in fen' });

const figures = {
  people: count,
  needed: Type.Integer({ description: 'certificates that people need by their special work or their duty' }),
  held: Type.Integer({ description: 'those of them that hold today' }),
  uncertified: Type.Integer({ description: 'people who do special work without one that holds' }),
  lapsing: Type.Integer({ description: 'certificates to be reviewed or renewed within `withinDays`' }),
  lapsed: count,
  hoursShort: Type.Integer({ description: 'people with fewer hours this year than the law asks for' }),
};

const FirmTraining = Named(
  'FirmTraining',
  Type.Object({ enterpriseId: Uuid, name: word, file: word, ...figures }, strict),
);

export const TrainingOverviewSchema = Named(
  'TrainingOverview',
  Type.Object(
    {
      asOf: Day,
      withinDays: count,
      totals: Type.Object({ firms: count, ...figures }, strict),
      firms: Type.Array(FirmTraining),
    },
    strict,
  ),
);

const HeldCertificate = Named(
  'PersonalCertificate',
  Type.Object(
    {
      ...{ certificate: word, kind: word, number: Nullable(word), issuedOn: Day },
      due: Type.String({ enum: ['review', 'renewal'] }),
      dueOn: Type.String({ format: 'date', description: 'the last day on which it holds without that' }),
      ...{ applyBy: Day, expiresOn: Day },
    },
    strict,
  ),
);

const Taught = Named(
  'PersonalTraining',
  Type.Object(
    {
      ...{ course: word, heldOn: Day, hours: count },
      session: Nullable(Type.String({ description: 'null: taught by the firm itself' })),
      passed: Nullable(Type.Boolean()),
      keptUntil: Day,
    },
    strict,
  ),
);

export const TrainingFileSchema = Named(
  'TrainingFile',
  Type.Object(
    {
      number: word,
      seq: Type.Integer({ description: 'for If-Match of a change' }),
      people: Type.Array(
        Named(
          'TrainedPerson',
          Type.Object(
            {
              ...{ person: word, name: Nullable(word), duty: word, job: Nullable(word), since: Day },
              taughtFrom: Type.String({ format: 'date', description: 'from then on as somebody new' }),
              uncertified: Type.Boolean(),
              certificates: Type.Array(HeldCertificate),
              trainings: Type.Array(Taught),
            },
            strict,
          ),
        ),
      ),
    },
    { ...strict, description: 'names and numbers are null for who reads no texts of the case' },
  ),
);

export const OpenSessionSchema = Named(
  'OpenTrainingSession',
  Type.Object(
    {
      ...{ number: word, name: Nullable(word), course: word, title: Bilingual, enrolBy: Day, heldOn: Day },
      ...{ capacity: count, hours: count, enrolled: count },
      waiting: Type.Integer({ description: 'those of them who have no place yet' }),
    },
    strict,
  ),
);

export const EnrolledSchema = Named(
  'EnrolledPerson',
  Type.Object({ file: word, person: word, enterprise: word, hasPlace: Type.Boolean() }, strict),
);

export const TrainingMoneySchema = Named(
  'TrainingMoney',
  Type.Object(
    {
      year: count,
      ...{ budgetFen: fen, plannedFen: fen, spentFen: fen, leftFen: fen },
      ...{ held: count, courses: count, trained: count },
      sessions: Type.Array(
        Named(
          'TrainingSessionCost',
          Type.Object(
            {
              ...{ number: word, name: Nullable(word), course: word, heldOn: Day },
              state: Type.String({ enum: ['enrolling', 'enrolled', 'entered', 'held'] }),
              ...{ plannedFen: fen, spentFen: fen, people: count },
            },
            strict,
          ),
        ),
      ),
    },
    { ...strict, description: 'what is set aside, bound by plans, and spent on which session' },
  ),
);

export const TrainingImportReport = Named(
  'TrainingImportReport',
  Type.Object(
    {
      taken: Type.Boolean({ description: 'false: it was only tried, or nothing of it is new' }),
      seq: Nullable(Type.Integer({ description: 'of the case after the change' })),
      ...{ rows: count, people: count, certificates: count, unchanged: count },
      faults: RowFaults,
    },
    strict,
  ),
);
