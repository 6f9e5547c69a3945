import { wardenFigures } from '../../domain/cases/warden-network/coverage';
import type { Policy } from '../../domain/law/policy';
import type { StaffActor } from '../../domain/role';
import { shanghaiDate, type Instant, type PlainDate } from '../../domain/time/calendar';
import { Prisma } from '../../prisma/generated/client';
import { figuresOf, firmsOfCampaigns } from '../cases/diagnosis/campaign';
import { officerFigures } from '../cases/network/chief-officer-standing';
import { contestsOfYear } from '../cases/network/contest-reading';
import { expertOverview } from '../cases/network/expert-pool';
import { fundOverview } from '../cases/safety-fund/overview';
import { wardenOverview } from '../cases/wardens/overview';
import { trainingMoney } from '../cases/training/money';
import { trainingOverview } from '../cases/training/overview';
import type { Database } from '../store/database';
import type { Rulebooks } from '../store/rulebook';
import { zoneOfUnit } from '../store/zones';
import { visibleTo } from '../reading/reading-rights';
import { figure, readFigures, type Figure, type FigureRow } from './figure';
import { officersAreReckoned, trainingIsReckoned, wardensAreReckoned } from './lawful';

/*
 * The zone's safety network in the figures that the zone tells of itself: sums alone, read from the overviews of its
 * systems. Nothing of what somebody reported stands behind any of them.
 */

interface Parts {
  readonly db: Database;
  readonly rulebooks: Rulebooks;
  readonly clock: () => Date;
}

interface ZoneLook extends Parts {
  readonly actor: StaffActor;
  readonly zone: string;
  readonly policy: Policy;
  readonly now: Date;
}

export interface ZoneView {
  readonly zone: string;
  /** When it was computed, and on which day. */
  readonly asOf: Instant;
  readonly on: PlainDate;
  readonly figures: readonly Figure[];
}

const funds = ({ db, actor, zone, policy }: ZoneLook) => fundOverview(db, actor, zone, policy);
const officers = async (look: ZoneLook) =>
  officersAreReckoned(look) ? officerFigures(look, look.actor) : null;
const wardens = async ({ db, actor, zone, policy, now }: ZoneLook) =>
  wardensAreReckoned({ policy })
    ? wardenOverview(db, Prisma.sql`f.zone = ${zone} AND (${visibleTo(actor)})`, wardenFigures(policy), now)
    : null;
const experts = ({ db, now }: ZoneLook) => expertOverview(db, now);
const contests = ({ db, zone, now }: ZoneLook) => contestsOfYear(db, zone, yearOf(now));

const sessions = async ({ db, zone, policy, now }: ZoneLook) =>
  trainingIsReckoned({ policy }) ? trainingMoney(db, zone, policy, yearOf(now)) : null;
const training = async ({ db, actor, zone, policy, now }: ZoneLook) =>
  trainingIsReckoned({ policy })
    ? trainingOverview(
        db,
        Prisma.sql`f.zone = ${zone} AND (${visibleTo(actor)})`,
        policy,
        shanghaiDate(now.toISOString()),
      )
    : null;

async function diagnoses({ db, zone, now }: ZoneLook) {
  const firms = await firmsOfCampaigns(db, zone, now);
  const visited = firms.filter(({ visitedOn }) => visitedOn !== null);
  const { general, major } = figuresOf(firms);
  return {
    firms: new Set(visited.map(({ enterpriseId }) => enterpriseId)).size,
    found: general.found + major.found,
    closed: general.closed + major.closed,
  };
}

const campaignsAt = () => '/api/cases?caseType=diagnosis-campaign';
const whole = 10_000;

/** A system joins by a row of its own. */
const rows: readonly FigureRow<ZoneLook>[] = [
  figure('firms-with-fund', funds, {
    title: { zh: '已建安全基金的企业', en: 'Firms with a safety fund' },
    unit: 'firms',
    value: (all) => all.funds,
    leadsTo: () => '/api/network/funds',
  }),
  figure('firms-without-fund', funds, {
    title: { zh: '应建未建安全基金的企业', en: 'Firms meant to have a fund, without one' },
    unit: 'firms',
    value: (all) => all.without.length,
    leadsTo: () => '/api/network/funds',
  }),
  figure('fund-paid', funds, {
    title: { zh: '安全基金累计兑付', en: 'Paid out of safety funds in all' },
    unit: 'fen',
    value: ({ whole: { paidFen } }) => paidFen,
    leadsTo: () => '/api/network/funds',
  }),
  figure('officers-in-office', officers, {
    title: { zh: '已配首席安全官的企业', en: 'Firms with a chief safety officer' },
    unit: 'firms',
    value: ({ inOffice }) => inOffice,
    leadsTo: () => '/api/network/chief-officers?standing=in-office',
  }),
  figure('officers-missing', officers, {
    title: { zh: '应配未配首席安全官的企业', en: 'Firms that must have one and have none' },
    unit: 'firms',
    value: ({ without }) => without,
    leadsTo: () => '/api/network/chief-officers?standing=without',
  }),
  figure('wardens', wardens, {
    title: { zh: '安全纠察员', en: 'Safety wardens' },
    unit: 'people',
    value: ({ totals }) => totals.wardens,
    leadsTo: () => '/api/network/wardens',
  }),
  figure('warden-share', wardens, {
    title: { zh: '纠察员占一线员工比例', en: 'Wardens among front-line staff' },
    unit: 'basis-points',
    value: ({ totals: { wardens: there, frontLine } }) =>
      frontLine === 0 ? null : Math.floor((there * whole) / frontLine),
    leadsTo: () => '/api/network/wardens',
  }),
  figure('firms-short-of-wardens', wardens, {
    title: { zh: '纠察员配备不足的企业', en: 'Firms that lack wardens' },
    unit: 'firms',
    value: ({ totals: { states } }) => states.empty + states.short + states.conflict,
    leadsTo: () => '/api/network/wardens',
  }),
  figure('experts', experts, {
    title: { zh: '专家库专家', en: 'Experts of the pool' },
    unit: 'people',
    value: (all) => all.experts.length,
    leadsTo: () => '/api/experts',
  }),
  figure('expert-services', experts, {
    title: { zh: '专家服务办结', en: 'Expert services rendered' },
    unit: 'cases',
    value: ({ requests }) => requests.served,
    leadsTo: () => '/api/expert-services/overview',
  }),
  figure('expert-services-open', experts, {
    title: { zh: '专家服务在办', en: 'Expert services under way' },
    unit: 'cases',
    value: ({ requests }) => requests.open,
    leadsTo: () => '/api/expert-services/overview',
  }),
  figure('firms-diagnosed', diagnoses, {
    title: { zh: '已接受诊断的企业', en: 'Firms diagnosed' },
    unit: 'firms',
    value: ({ firms }) => firms,
    leadsTo: campaignsAt,
  }),
  figure('findings', diagnoses, {
    title: { zh: '诊断发现的问题', en: 'Findings of diagnoses' },
    unit: 'hazards',
    value: ({ found }) => found,
    leadsTo: campaignsAt,
  }),
  figure('findings-closed', diagnoses, {
    title: { zh: '已整改的诊断问题', en: 'Findings put right' },
    unit: 'hazards',
    value: ({ closed }) => closed,
    leadsTo: campaignsAt,
  }),
  figure('courses-taught', sessions, {
    title: { zh: '本年开设培训课程', en: 'Courses taught this year' },
    unit: 'courses',
    value: ({ courses }) => courses,
    leadsTo: () => '/api/network/training/money',
  }),
  figure('people-trained', sessions, {
    title: { zh: '本年培训人次', en: 'Places taken in sessions of this year' },
    unit: 'people',
    value: ({ trained }) => trained,
    leadsTo: () => '/api/network/training/money',
  }),
  figure('people-uncertified', training, {
    title: { zh: '无证从事特种作业人员', en: 'People at special work without a certificate' },
    unit: 'people',
    value: ({ totals }) => totals.uncertified,
    leadsTo: () => '/api/network/training',
  }),
  figure('contest-teams', contests, {
    title: { zh: '本年大比武参赛队伍', en: 'Teams in contests of this year' },
    unit: 'teams',
    value: (all) => sum(all.map(({ teams }) => teams)),
    leadsTo: contestsAt,
  }),
  figure('contest-people', contests, {
    title: { zh: '本年大比武参赛人员', en: 'People in contests of this year' },
    unit: 'people',
    value: (all) => sum(all.map(({ people }) => people)),
    leadsTo: contestsAt,
  }),
];

/** The figures of the reader's zone as they stand now. */
export async function zoneView(parts: Parts, actor: StaffActor): Promise<ZoneView> {
  const now = parts.clock();
  const asOf = now.toISOString();
  const zone = await zoneOfUnit(parts.db, actor.unit);
  const policy = await parts.rulebooks.lawIn(zone, asOf);
  const figures = await readFigures({ ...parts, actor, zone, policy, now }, rows);
  return { zone, asOf, on: shanghaiDate(asOf), figures };
}

function yearOf(now: Date): number {
  return Number(shanghaiDate(now.toISOString()).slice(0, 4));
}

function contestsAt({ now }: ZoneLook): string {
  return `/api/contests?year=${yearOf(now)}`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, each) => all + each, 0);
}
