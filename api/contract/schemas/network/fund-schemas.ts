import { Type } from 'typebox';
import { awardGrades, AwardRows, contributionKinds } from '../../../../domain/cases/safety-fund/awards';
import { OneOf } from '../../../../domain/case/form';
import { sectors } from '../../../../domain/office/kinds/enterprise-profile';
import { Day, Named, Nullable, PageOf, strict, Uuid } from '../../shapes';

/* The safety funds of firms: what the firm's people read, and the figures that the zone sees. */

const SumFen = Type.Integer({ minimum: 0 });
const Figure = Type.Integer({ minimum: 0 });

export const FundOfFirmSchema = Named(
  'FundOfFirm',
  Type.Object(
    {
      number: Nullable(Type.String()),
      contributedFen: SumFen,
      paidFen: SumFen,
      releasedFen: SumFen,
      balanceFen: SumFen,
      needFen: Type.Integer({ minimum: 0, description: 'what approved awards still ask for' }),
      short: Type.Boolean({ description: 'the balance is below the need' }),
      schedules: Type.Array(Named('AwardSchedule', Type.Object({ from: Day, awards: AwardRows }, strict))),
    },
    strict,
  ),
);

export const PublishedAwardPage = PageOf('PublishedAward', {
  number: Type.String(),
  kind: OneOf({ zh: '类别', en: 'Kind' }, contributionKinds),
  grade: OneOf({ zh: '等级', en: 'Grade' }, awardGrades),
  amountFen: SumFen,
  paidOn: Day,
});

const figures = {
  contributedFen: SumFen,
  paidFen: SumFen,
  balanceFen: SumFen,
  needFen: SumFen,
  awards: Figure,
  paidAwards: Figure,
  lateAwards: Type.Integer({ minimum: 0, description: 'not paid within their time' }),
};

const sector = Nullable(OneOf({ zh: '领域', en: 'Sector' }, sectors));
const firm = { enterpriseId: Uuid, name: Type.String(), sector };

export const FundOverviewSchema = Named(
  'FundOverview',
  Type.Object(
    {
      funds: Figure,
      whole: Named('FundFigures', Type.Object(figures, strict)),
      sectors: Type.Array(Named('FundsOfSector', Type.Object({ sector, funds: Figure, ...figures }, strict))),
      firms: Type.Array(
        Named('FundFiguresOfFirm', Type.Object({ ...firm, running: Type.Boolean(), ...figures }, strict)),
      ),
      without: Type.Array(Named('FirmWithoutFund', Type.Object(firm, strict))),
    },
    strict,
  ),
);
