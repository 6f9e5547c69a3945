import { chiefOfficer } from '../../domain/cases/chief-officer/case-type';
import { openItems } from '../../domain/cases/rectification/steps';
import { wardenFigures } from '../../domain/cases/warden-network/coverage';
import type { CaseType } from '../../domain/case/case-type';
import { viewOf } from '../../domain/case/case-view';
import type { Policy } from '../../domain/law/policy';
import { toldView } from '../../domain/moves/enterprise-visibility';
import { firmRoles, type Role, type StaffActor, type Title } from '../../domain/role';
import { shanghaiDate } from '../../domain/time/calendar';
import type { Prisma } from '../../prisma/generated/client';
import { officersOfFirm } from '../cases/network/chief-officer-standing';
import { fundOfFirm } from '../cases/safety-fund/own-fund';
import { wardenOverview } from '../cases/wardens/overview';
import { trainingOverview } from '../cases/training/overview';
import type { Database } from '../store/database';
import type { Rulebooks } from '../store/rulebook';
import { recordsOf } from '../store/stored-record';
import { readsType } from '../reading/reading-rights';
import { figure, readFigures, type Figure, type FigureRow } from './figure';
import { officersAreReckoned, trainingIsReckoned, wardensAreReckoned } from './lawful';

/*
 * 一企一档 in figures. Each is counted over the cases that the reader may see, or read from what their office reads of the
 * firm anyway; of what neither reaches, nothing is told.
 */

export interface FirmLook {
  readonly db: Database;
  readonly rulebooks: Rulebooks;
  readonly clock: () => Date;
  readonly actor: StaffActor;
  readonly policy: Policy;
  readonly enterpriseId: string;
  /** The cases of the firm that the reader may see, as a condition on `case_file f`. */
  readonly cases: Prisma.Sql;
  readonly counts: ReadonlyMap<CaseType, Counted>;
}

/** A part of the firm's file. A system joins with a block of its own. */
interface Block {
  readonly block: string;
  readonly title: Title;
  readonly rows: readonly FigureRow<FirmLook>[];
}

export interface BlockReading {
  readonly block: string;
  readonly title: Title;
  readonly figures: readonly Figure[];
}

/** Cases of a type. */
export interface Counted {
  readonly all: number;
  readonly open: number;
}

/** Who reads officers by name: those who read the cases of the post. */
async function officers(look: FirmLook) {
  return officersAreReckoned(look) && holds(look, Object.keys(chiefOfficer.readers) as Role[])
    ? officersOfFirm(look, look.actor, look.enterpriseId)
    : null;
}

async function wardens({ db, cases, policy, clock }: FirmLook) {
  if (!wardensAreReckoned({ policy })) return null;
  return (await wardenOverview(db, cases, wardenFigures(policy), clock())).firms[0] ?? null;
}

/** Of a file that the reader may see. */
async function training({ db, actor, cases, policy, clock }: FirmLook) {
  if (!trainingIsReckoned({ policy }) || !readsType(actor, 'training-file')) return null;
  return (await trainingOverview(db, cases, policy, shanghaiDate(clock().toISOString()))).firms[0] ?? null;
}

/** The firm reads its own fund; of every fund, who oversees the zone reads figures. */
async function fund(look: FirmLook) {
  const { db, enterpriseId } = look;
  return holds(look, [...firmRoles, ...overseers]) ? fundOfFirm(db, enterpriseId) : null;
}

const overseers: readonly Role[] = ['section-chief', 'approver', 'auditor'];

function fundAt({ actor }: FirmLook): string {
  return actor.enterpriseId === null ? '/api/network/funds' : '/api/network/fund';
}

/** What open orders still ask the firm to put right. */
async function hazards({ db, cases, actor }: FirmLook) {
  if (!readsType(actor, 'rectification')) return null;
  const orders = await db.$queryRaw<{ id: string }[]>`
    SELECT f.id::text FROM anjie.case_file f
    WHERE f.case_type = 'rectification' AND f.outcome IS NULL AND ${cases}`;
  const records = await recordsOf(
    db,
    orders.map(({ id }) => id),
  );
  const views = [...records.values()].map((events) => viewOf(events));
  // A firm counts what it was told of.
  const told = actor.enterpriseId === null ? views : views.map(toldView);
  return { open: told.reduce((sum, view) => sum + openItems(view).length, 0) };
}

function holds({ actor }: FirmLook, roles: readonly Role[]): boolean {
  return actor.roles.some((role) => roles.includes(role));
}

/** Cases of a type: those under way, or all of them. */
function casesOf(caseType: CaseType, which: keyof Counted, name: string, title: Title): FigureRow<FirmLook> {
  const count = async ({ actor, counts }: FirmLook) =>
    readsType(actor, caseType) ? (counts.get(caseType) ?? { all: 0, open: 0 }) : null;
  return figure(name, count, {
    title,
    unit: 'cases',
    value: (cases) => cases[which],
    leadsTo: (look) => fileAt(look, caseType, which),
  });
}

function fileAt({ enterpriseId }: FirmLook, caseType: CaseType, which: keyof Counted): string {
  const query = new URLSearchParams({ caseType, ...(which === 'open' ? { open: 'true' } : {}) });
  return `/api/enterprises/${enterpriseId}/file?${query.toString()}`;
}

const blocks: readonly Block[] = [
  {
    block: 'chief-officer',
    title: { zh: '首席安全官', en: 'Chief safety officer' },
    rows: [
      figure('chief-officer', officers, {
        title: { zh: '在岗首席安全官', en: 'Who is in office' },
        unit: 'name',
        value: ({ standing }) => standing.officer?.name ?? null,
        leadsTo: officersAt,
      }),
      figure('duties-overdue', officers, {
        title: { zh: '逾期职责', en: 'Duties overdue' },
        unit: 'duties',
        value: ({ standing }) => standing.overdue.length,
        leadsTo: officersAt,
      }),
    ],
  },
  {
    block: 'wardens',
    title: { zh: '安全纠察员', en: 'Safety wardens' },
    rows: [
      figure('wardens', wardens, {
        title: { zh: '纠察员', en: 'Wardens' },
        unit: 'people',
        value: ({ coverage }) => coverage.wardens,
        leadsTo: wardensAt,
      }),
      figure('wardens-by-share', wardens, {
        title: { zh: '按一线员工比例应有', en: 'Needed by the share of front-line staff' },
        unit: 'people',
        value: ({ coverage }) => coverage.leastByShare,
        leadsTo: wardensAt,
      }),
      figure('wardens-by-places', wardens, {
        title: { zh: '按班组与岗位应有', en: 'Needed by teams and places' },
        unit: 'people',
        value: ({ coverage }) => coverage.leastByPlaces,
        leadsTo: wardensAt,
      }),
      casesOf('warden-patrol', 'open', 'patrols-open', { zh: '巡查在办', en: 'Rounds under way' }),
    ],
  },
  {
    block: 'fund',
    title: { zh: '安全基金', en: 'Safety fund' },
    rows: [
      figure('fund-paid', fund, {
        title: { zh: '累计兑付', en: 'Paid in all' },
        unit: 'fen',
        value: ({ paidFen }) => paidFen,
        leadsTo: fundAt,
      }),
      figure('fund-balance', fund, {
        title: { zh: '余额', en: 'Balance' },
        unit: 'fen',
        value: ({ balanceFen }) => balanceFen,
        leadsTo: fundAt,
      }),
      figure('fund-need', fund, {
        title: { zh: '待兑付', en: 'Approved, to be paid' },
        unit: 'fen',
        value: ({ needFen }) => needFen,
        leadsTo: fundAt,
      }),
    ],
  },
  {
    block: 'hazards',
    title: { zh: '隐患', en: 'Hazards' },
    rows: [
      figure('hazards-open', hazards, {
        title: { zh: '责令整改中的隐患', en: 'Hazards that open orders name' },
        unit: 'hazards',
        value: ({ open }) => open,
        leadsTo: (look) => fileAt(look, 'rectification', 'open'),
      }),
      casesOf('rectification', 'open', 'orders-open', { zh: '整改在办', en: 'Orders under way' }),
      casesOf('inspection', 'all', 'inspections', { zh: '执法检查', en: 'Inspections' }),
    ],
  },
  {
    block: 'notices',
    title: { zh: '告知', en: 'Notices' },
    rows: [casesOf('notice', 'open', 'notices-open', { zh: '待签收告知', en: 'Notices under way' })],
  },
  {
    block: 'credit',
    title: { zh: '信用', en: 'Credit' },
    rows: [
      casesOf('credit-repair', 'open', 'credit-open', { zh: '信用修复在办', en: 'Repairs under way' }),
      casesOf('credit-repair', 'all', 'credit-all', { zh: '信用修复申请', en: 'Repairs asked for' }),
    ],
  },
  {
    block: 'projects',
    title: { zh: '项目', en: 'Projects' },
    rows: [
      casesOf('project', 'open', 'projects-open', { zh: '在办项目', en: 'Projects under way' }),
      casesOf('project', 'all', 'projects', { zh: '全部项目', en: 'Projects in all' }),
      casesOf('certificate', 'open', 'certificates', { zh: '有效证照', en: 'Licences in force' }),
    ],
  },
  {
    block: 'diagnosis',
    title: { zh: '诊断式检查', en: 'Diagnoses' },
    rows: [
      casesOf('diagnosis', 'open', 'diagnoses-open', { zh: '诊断在办', en: 'Diagnoses under way' }),
      casesOf('diagnosis', 'all', 'diagnoses', { zh: '诊断', en: 'Diagnoses' }),
    ],
  },
  {
    block: 'training',
    title: { zh: '培训持证', en: 'Training and certificates' },
    rows: [
      figure('people-uncertified', training, {
        title: { zh: '无证从事特种作业人员', en: 'People at special work without a certificate' },
        unit: 'people',
        value: ({ uncertified }) => uncertified,
        leadsTo: () => '/api/network/training',
      }),
      figure('certificates-lapsing', training, {
        title: { zh: '即将到期或复审的证书', en: 'Certificates to be reviewed or renewed soon' },
        unit: 'certificates',
        value: ({ lapsing }) => lapsing,
        leadsTo: () => '/api/network/training',
      }),
      figure('hours-short', training, {
        title: { zh: '本年学时不足人员', en: 'People short of the hours of this year' },
        unit: 'people',
        value: ({ hoursShort }) => hoursShort,
        leadsTo: () => '/api/network/training',
      }),
    ],
  },
  {
    block: 'contest',
    title: { zh: '大比武', en: 'Contests' },
    rows: [casesOf('contest-team', 'all', 'contest-teams', { zh: '参赛队伍', en: 'Teams registered' })],
  },
  {
    block: 'expert-service',
    title: { zh: '专家服务', en: 'Expert service' },
    rows: [
      casesOf('expert-service', 'open', 'services-open', { zh: '专家服务在办', en: 'Services under way' }),
      casesOf('expert-service', 'all', 'services', { zh: '专家服务', en: 'Services asked for' }),
    ],
  },
];

function officersAt({ enterpriseId }: FirmLook): string {
  return `/api/enterprises/${enterpriseId}/chief-officers`;
}

function wardensAt(_: FirmLook, { network }: { readonly network: string }): string {
  return `/api/warden-networks/${network}/wardens`;
}

/** The blocks of a firm's file that tell its reader anything. */
export async function firmBlocks(look: FirmLook): Promise<BlockReading[]> {
  const figures = await readFigures(
    look,
    blocks.flatMap(({ rows }) => rows),
  );
  return blocks.flatMap(({ block, title, rows }) => {
    const own = figures.filter((each) => rows.some(({ name }) => name === each.figure));
    return own.length === 0 ? [] : [{ block, title, figures: own }];
  });
}
