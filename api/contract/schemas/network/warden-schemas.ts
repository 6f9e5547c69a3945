import { Type } from 'typebox';
import { OneOf } from '../../../../domain/case/form';
import { naming, placeKind } from '../../../../domain/cases/warden-network/forms';
import type { CoverageState } from '../../../../domain/cases/warden-network/coverage';
import { Day, Instant, Named, Nullable, strict, Uuid } from '../../shapes';
import { RowFaults } from '../office-schemas';

/* How the firms stand by their safety wardens. */

const count = Type.Integer();
const word = Type.String();

const states = {
  empty: { zh: '未登记班组', en: 'No place is entered' },
  conflict: { zh: '比例与每班组一名相抵触', en: 'The share and one for each place contradict each other' },
  short: { zh: '不足', en: 'Too few' },
  above: { zh: '超出比例', en: 'More than the share' },
  met: { zh: '符合', en: 'Both rules are kept' },
} as const satisfies Record<CoverageState, object>;

const Coverage = Named(
  'WardenCoverage',
  Type.Object(
    {
      state: OneOf<CoverageState>({ zh: '配备情况', en: 'How the firm stands' }, states),
      frontLine: count,
      wardens: count,
      leastByShare: count,
      mostByShare: count,
      share: Type.String({ enum: ['below', 'within', 'above'] }),
      leastByPlaces: count,
      short: Type.Array(
        Named('PlaceShortOfWardens', Type.Object({ place: word, needed: count, wardens: count }, strict)),
      ),
    },
    { ...strict, description: 'by the share of front-line staff and by places, each with its figures' },
  ),
);

const Rounds = Named(
  'WardenRounds',
  Type.Object(
    {
      ...{ entered: count, open: count, clean: count, remedied: count },
      ...{ toFund: count, notConfirmed: count, ordered: count },
    },
    strict,
  ),
);

const FirmWardens = Named(
  'FirmWardens',
  Type.Object(
    {
      enterpriseId: Uuid,
      name: word,
      network: word,
      profileFrontLine: Nullable(count),
      coverage: Coverage,
      replacements: Type.Array(
        Named(
          'WardensSought',
          Type.Object(
            {
              part: Type.String({ description: 'code of the place, or `quota`: the whole firm' }),
              dueAt: Nullable(Instant),
              overdue: Type.Boolean(),
            },
            strict,
          ),
        ),
      ),
      rounds: Rounds,
    },
    strict,
  ),
);

export const WardenOverviewSchema = Named(
  'WardenOverview',
  Type.Object(
    {
      asOf: Instant,
      figures: Type.Object(
        { leastBasisPoints: count, mostBasisPoints: count, peoplePerWarden: count },
        strict,
      ),
      totals: Type.Object(
        {
          ...{ firms: count, frontLine: count, wardens: count },
          states: Type.Object(Object.fromEntries(Object.keys(states).map((state) => [state, count])), strict),
          ...{ replacementsOpen: count, replacementsOverdue: count, rounds: Rounds },
        },
        strict,
      ),
      firms: Type.Array(FirmWardens),
    },
    strict,
  ),
);

export const WardenNetworkSchema = Named(
  'WardenNetwork',
  Type.Object(
    {
      number: word,
      seq: Type.Integer({ description: 'for If-Match of a change' }),
      coverage: Coverage,
      places: Type.Array(
        Named(
          'MannedPlace',
          Type.Object(
            {
              place: word,
              kind: placeKind,
              name: Nullable(word),
              people: count,
              needed: count,
              wardens: Type.Array(
                Named(
                  'SafetyWarden',
                  Type.Object({ warden: word, name: Nullable(word), by: naming, since: Day }, strict),
                ),
              ),
            },
            strict,
          ),
        ),
      ),
    },
    { ...strict, description: 'names are null for who reads no texts of the case' },
  ),
);

export const WardenImportReport = Named(
  'WardenImportReport',
  Type.Object(
    {
      taken: Type.Boolean({ description: 'false: it was only tried, or nothing of it is new' }),
      seq: Nullable(Type.Integer({ description: 'of the case after the change' })),
      ...{ rows: count, entered: count, changed: count, unchanged: count },
      faults: RowFaults,
    },
    strict,
  ),
);
