import { randomUUID } from 'node:crypto';
import type { CaseType } from '../../../../domain/case/case-type';
import { caseTypeDef, openingOf, openings, type Opening } from '../../../../domain/cases/catalogue';
import { seatOf } from '../../../../setup/courses';
import { loginAt } from '../../../../setup/courses/demo-logins';
import { leastValue } from '../../../../setup/courses/least-decision';
import { enlist } from '../../network/pool';
import { personOf } from '../../kit/front';
import type { KeptOffice } from '../../kit/kept-office';
import { expectOk, handIn, withdraw } from '../../kit/story';
import { enterprise } from '../../kit/usual';
import { firm, Publishing } from '../../kit/publishing';
import { codesUnder, isRenewal, limitsOn, matterOn, rowOn } from './named-limits';
import type { Begun, Instead, Patience, Script } from './script';
import { dayAt, later, type Day } from './wall-calendar';

/* The ways on which cases come to every limit of the catalogue. */

/** Cases as they begin at the door of an office. */
class Doors {
  constructor(private readonly office: KeptOffice) {}

  readonly tipOff = async (): Promise<Begun> => {
    const { number, code } = await handIn(this.office);
    return { number, receiptCode: code };
  };

  /** A letter that came some days ago. */
  readonly letter = async (): Promise<Begun> => {
    const letter = {
      ...{ reporterKind: 'anonymous', channel: 'letter', category: 'violation', text: '无证人员上岗操作。' },
      receivedOn: later(this.today(), -4),
    };
    const { body } = expectOk(await this.office.as('clerk1').post('/api/tip-offs', letter));
    return body as Begun;
  };

  readonly project = (projectType: string) => () =>
    this.opened('project1', '/api/projects', {
      ...{ enterpriseId: enterprise, projectType, name: '精密铸件项目', summary: '新建厂房' },
    });

  readonly inspection = (ground: string, enterpriseId: string) => () =>
    this.opened('inspector1', '/api/inspections', {
      ...{ enterpriseId, ground, items: ['safety-training'], reason: '年度计划' },
    });

  readonly badRecord = (tier: string) => () =>
    this.opened('legal', '/api/credit-repairs', {
      ...{
        enterpriseId: enterprise,
        tier,
        documentNo: `JX-${randomUUID().slice(0, 8).toUpperCase()}`,
        conduct: '瞒报隐患',
      },
      establishedOn: this.today(),
    });

  readonly service = (kind: 'question' | 'visit') => async (): Promise<Begun> => {
    const { body } = expectOk(
      await this.office.as('contact1').post('/api/expert-services', { kind, skill: 'fire' }),
    );
    return { number: body.number as string, receiptCode: '' };
  };

  readonly contest = () =>
    this.opened('organiser1', '/api/contests', { name: '大比武', purpose: '年度活动' });

  /** A team in a contest that takes teams. */
  readonly team = async (): Promise<Begun> => {
    const { number } = await this.contest();
    const planned = contestPlan(this.today());
    expectOk(await this.office.as('organiser1').decide(number, 'contest/plan', planned));
    expectOk(await this.office.as('chief').decide(number, 'contest/approval', { verdict: 'approved' }));
    const members = [{ name: '甲', insured: true, examined: true }];
    return this.opened('contact1', '/api/contest-teams', { contest: number, name: '一队', members });
  };

  readonly notice = async (): Promise<Begun> => {
    const publishing = new Publishing(this.office);
    const id = await publishing.published({}, { enterpriseIds: [enterprise] });
    return { number: await publishing.numberFor(id, enterprise), receiptCode: '' };
  };

  /** A case that staff open, with no more than its form asks for. */
  readonly least =
    ({ caseType, role, form }: Opening) =>
    async (): Promise<Begun> => {
      const login = loginAt(seatOf[role], '');
      const person = login === null ? '' : await personOf(this.office, login);
      const known = { today: this.today(), enterpriseId: enterprise, personOf: () => person };
      return this.opened(
        login ?? '',
        `/api/${caseTypeDef(caseType).address}`,
        leastValue(form, known) as object,
      );
    };

  private async opened(login: string, address: string, form: object): Promise<Begun> {
    const { body } = expectOk(await this.office.as(login).post(address, form));
    return { number: body.number as string, receiptCode: '' };
  }

  private today(): Day {
    return dayAt(this.office.now());
  }
}

/** Types of project that are published for these tests: every matter that a project may bring, and licences that end. */
const everyMatter = 'every-matter';
const licences = 'licences';

interface Listed {
  readonly matter: string;
  readonly before: string;
}

/** The two as a change of law. No papers: what a gate asks for beside its matters is tried elsewhere. */
export function projectTypes(today: Day): object {
  const listed = codesUnder('project-type', today).flatMap(
    (type) => rowOn<{ items: Listed[] }>(`project-type.${type}`, today).items,
  );
  // A renewal comes with a certificate, a verified permit with works that stood still.
  const elsewhere = (matter: string) => isRenewal(matter) || matter === 'permit-verification';
  const items = codesUnder('matter', today)
    .filter((matter) => !elsewhere(matter))
    .map((matter) => listed.find((each) => each.matter === matter) ?? { matter, before: 'construction' });
  const ending = items.filter(({ matter }) => matterOn(matter, today).validMonths !== null);
  const add = [
    typeRow(everyMatter, items, today),
    typeRow(licences, withTheirNeeds(ending, items, today), today),
  ];
  return { layer: 'jxedz', add, end: [], openCases: 'keep' };
}

function typeRow(code: string, items: readonly Listed[], validFrom: Day): object {
  const value = { title: { zh: '试点项目', en: 'Pilot project' }, items, papers: [] };
  const source = { title: '试点方案', confidence: 'verified' };
  return { key: `project-type.${code}`, value, validFrom, validTo: null, source };
}

/** Matters with those that they wait for, as far as these are matters. */
function withTheirNeeds(some: readonly Listed[], all: readonly Listed[], today: Day): readonly Listed[] {
  const needed = some.flatMap(({ matter }) => matterOn(matter, today).needs);
  const more = all.filter((each) => needed.includes(each.matter) && !some.includes(each));
  return more.length === 0 ? some : withTheirNeeds([...more, ...some], all, today);
}

/** Every step of a type of case: one that is new is waited for by itself where the usual way leads to it. */
const stepsOf = (caseType: CaseType): string[] => caseTypeDef(caseType).steps.map(({ id }) => id);

/** The limits of a step: each with its own matter or tier, where these have limits of their own. */
const limitsOf = (step: string, on: Day): string[] =>
  limitsOn(on).flatMap(({ name, def }) => (def.id === step ? [name] : []));

/** One matter shows the limits that are the same for all. */
const onTheWay = ['application', 'acceptance', 'delivery', 'explanation'].map(
  (step) => `approval-item/${step} land-use-permit`,
);

/** Acceptances whose limit a matter has for itself. */
const ownAcceptances = (on: Day): string[] =>
  limitsOf('approval-item/acceptance', on).filter((name) => name.includes(' '));

/** What nobody decides: otherwise a plant in operation would never come to an end. */
const operation = ['project/yearly-review', 'certificate/renewal'];

const found = (companion: string): Instead => ({
  'rectification/site-recheck': [{ verdict: 'reopened', companion, items: ['h1'], findings: '仍未持证' }],
});

const death: Instead = { 'tip-off/acceptance': [{ verdict: 'accepted', allegesDeath: true }] };

/** The bank does not know, then finds that nothing was paid, then knows the account not. */
const unpaid: Instead = {
  'payout/bank-return': [{ verdict: 'unknown' }, { verdict: 'refused', cause: 'account-unknown' }],
  'payout/reconciliation': [{ verdict: 'found-unpaid', note: '银行未入账' }],
};

const stopped: Instead = {
  'project/works': [(today) => ({ verdict: 'stopped', stoppedOn: today, reason: '资金' }), null],
};

const planned = (unannounced: boolean): Instead => ({
  'inspection/plan': [
    (today) => ({ verdict: 'planned', visitOn: later(today, 40), unannounced, scope: '查阅台账' }),
  ],
});

const incomplete: Instead = {
  'approval-item/acceptance land-use-permit': [
    { verdict: 'correction', missing: ['site-plan'], reason: '图纸不全' },
  ],
};

type Way = Omit<Script, 'patience'>;
type Ways = { readonly [name: string]: Way };

/** Each of the ways once for each patience. */
const gone = (ways: Ways, ...patience: Patience[]): Script[] =>
  patience.flatMap((each) => Object.values(ways).map((way) => ({ ...way, patience: each })));

/** Tip-offs with what they lead to. `companion`: the second inspector, by person id. */
export function tipOffScripts(office: KeptOffice, companion: string): Script[] {
  const doors = new Doors(office);
  const longer = {
    'a tip-off': { begins: doors.tipOff, waits: ['tip-off/verification', 'rectification/remedy'] },
  };
  return [...gone(tipOffs(doors, companion), 'late', 'last-second'), ...gone(longer, 'extended')];
}

/** Projects with their matters and certificates. */
export function projectScripts(office: KeptOffice, on: Day): Script[] {
  const { project } = new Doors(office);
  const decided = {
    begins: project(everyMatter),
    waits: [...limitsOf('approval-item/decision', on), 'project/start'],
    leaves: operation,
  };
  return [
    ...gone({ ...plants(project, on), ...renewals(project, on) }, 'late', 'last-second'),
    ...gone({ 'every matter': decided, ...renewals(project, on) }, 'promise-kept'),
    ...gone({ 'every matter': decided }, 'extended'),
  ];
}

/** Rounds of wardens whose firm has no network yet: a network holds them to the wardens that serve. */
export function roundScripts(office: KeptOffice): Script[] {
  return gone(rounds(new Doors(office)), 'late', 'last-second');
}

/** A firm has one case of some types at a time: what is there is withdrawn first. */
async function nothingStands(office: KeptOffice, caseType: CaseType): Promise<void> {
  const standing = await office.db.caseFile.findFirst({ where: { caseType, outcome: null } });
  if (standing !== null) expectOk(await withdraw(office, standing.number));
}

/** The training file of a firm, with somebody who needs a certificate and somebody whose certificate ends. */
export function fileScripts(patience: Patience): (office: KeptOffice) => Script[] {
  return (office) => {
    const doors = new Doors(office);
    const way = certificatesThatEnd(doors);
    const begins = async () => {
      await nothingStands(office, 'training-file');
      return way.begins();
    };
    return [{ ...way, begins, patience }];
  };
}

/** What the office has with firms: inspections, bad records, notices. */
export async function firmScripts(office: KeptOffice, on: Day): Promise<Script[]> {
  const doors = new Doors(office);
  const [expert, other] = [await enlist(office, 'expert1'), await enlist(office, 'expert2')];
  const ways = {
    ...records(doors, on),
    ...inspections(doors),
    'served otherwise': servedOtherwise(doors),
    ...contests(doors),
    'a session of training': aSession(doors, expert),
    ...straightOn(doors),
  };
  return [
    ...gone(ways, 'late', 'last-second'),
    // A firm has one network.
    ...gone({ wardens: wardensWhoLeave(doors) }, 'late'),
    ...gone({ read: { begins: doors.notice, waits: ['notice/receipt'] } }, 'last-second'),
    ...gone({ 'a repair': aRepair(doors) }, 'extended'),
    ...expertScripts(doors, { expert, other }),
  ];
}

function tipOffs({ tipOff, letter }: Doors, companion: string): Ways {
  return {
    'a tip-off': {
      begins: tipOff,
      waits: [...stepsOf('tip-off'), ...stepsOf('rectification'), 'rectification/remedy#2'],
      instead: found(companion),
    },
    'a payment': { begins: tipOff, waits: stepsOf('payout'), instead: unpaid },
    'a death': { begins: tipOff, waits: ['tip-off/government-lead'], instead: death },
    'a letter': { begins: letter, waits: ['tip-off/acceptance'] },
    'a second round': {
      begins: tipOff,
      waits: ['tip-off/verification#2'],
      instead: { 'tip-off/verification-review': [{ verdict: 'returned', reason: '事实不清' }] },
    },
  };
}

function plants(project: Doors['project'], on: Day): Ways {
  const decisions = limitsOf('approval-item/decision', on);
  const certificates = limitsOf('certificate/renewal', on);
  return {
    'every matter': {
      begins: project(everyMatter),
      waits: [...onTheWay, ...ownAcceptances(on), ...decisions, ...certificates],
      leaves: operation,
    },
    'papers that are missing': {
      begins: project('low-risk-plant'),
      waits: ['approval-item/correction'],
      instead: incomplete,
    },
    'the gates of a plant': {
      begins: project('low-risk-plant'),
      waits: [...stepsOf('project'), 'approval-item/decision permit-verification'],
      leaves: operation,
      instead: stopped,
    },
  };
}

/**
 * Licences that are renewed as soon as they are in hand, so that silence may renew them, and on their last day. Once each:
 * a licence that is renewed is renewed again as long as something is waited for.
 */
function renewals(project: Doors['project'], on: Day): Ways {
  const onceEach = ['project/yearly-review', 'certificate/renewal#2'];
  return {
    // Silence renews only what somebody has accepted, or has all its papers.
    'in time': {
      begins: project(licences),
      waits: limitsOf('approval-item/deemed-decision', on),
      leaves: onceEach,
    },
    'by silence alone': {
      begins: project(licences),
      waits: ownAcceptances(on).filter(isRenewal),
      leaves: onceEach,
    },
    'too late': {
      begins: project(licences),
      waits: limitsOf('approval-item/decision', on).filter(isRenewal),
      otherwise: { 'certificate/renewal': 'last-second' },
      leaves: operation,
    },
  };
}

function records(doors: Doors, on: Day): Ways {
  const waits = ['credit-repair/notice', 'credit-repair/application', 'credit-repair/showing'];
  const tiers = codesUnder('credit', on).map((tier) => [tier, { begins: doors.badRecord(tier), waits }]);
  return { ...(Object.fromEntries(tiers) as Ways), 'a repair': aRepair(doors) };
}

function aRepair({ badRecord }: Doors): Way {
  return {
    begins: badRecord('minor'),
    waits: ['credit-repair/check', 'credit-repair/decision'],
    leaves: ['credit-repair/showing'],
  };
}

const withWaysOfTheirOwn: readonly CaseType[] = [
  'project',
  'credit-repair',
  // Each line is a system of the network.
  'inspection',
  'contest',
  'contest-team',
  'chief-officer',
  'expert-service',
  'warden-network',
  'warden-patrol',
  'safety-fund',
  'fund-report',
  'training-file',
  'training-session',
  'diagnosis-campaign',
  'diagnosis',
];

/** A contest so far ahead that whoever is late before it is late by then. */
const contestPlan = (today: Day) => ({
  ...{ verdict: 'planned', registerBy: later(today, 100), heldOn: later(today, 160) },
  ...{ teamsAtMost: 100, membersAtMost: 20, events: [{ event: 'concentric-rescue', mostPoints: 100 }] },
});

function contests({ contest, team }: Doors): Ways {
  return {
    'a contest': {
      begins: contest,
      waits: stepsOf('contest'),
      instead: { 'contest/plan': [contestPlan] },
    },
    'a team': {
      begins: team,
      waits: stepsOf('contest-team'),
      instead: {
        'contest-team/check': [{ verdict: 'returned', missing: '体检证明' }],
        'contest-team/amendment': [
          { verdict: 'amended', members: [{ name: '乙', insured: true, examined: true }] },
        ],
        'contest-team/review': [
          { verdict: 'correction-asked', event: 'concentric-rescue', points: 70, reason: '误记' },
        ],
      },
    },
  };
}

/** The other types that staff open: each is expected to come to all its steps by its usual way. */
function straightOn({ least }: Doors): Ways {
  const others = openings.filter(({ caseType }) => !withWaysOfTheirOwn.includes(caseType));
  return Object.fromEntries(
    others.map((each) => [each.caseType, { begins: least(each), waits: stepsOf(each.caseType) }]),
  );
}

/** A team without a warden, which gets one too late, loses them, and gets another in the last second. */
function wardensWhoLeave(doors: Doors): Way {
  const change = { verdict: 'changed', places: [], ended: [], left: [], named: [] };
  const team = { place: 't1', kind: 'team', name: '冲压一班', people: 20 };
  const elected = (warden: string) => (today: Day) => ({
    ...{ verdict: 'elected', part: 't1' },
    named: [{ warden, name: '张三', place: 't1', since: today }],
  });
  const lastRounds = ['warden-network/change#3', 'warden-network/replacement#2'];
  return {
    begins: doors.least(openingOf('warden-network')!),
    waits: ['warden-network/change#2', 'warden-network/replacement', ...lastRounds],
    otherwise: Object.fromEntries(lastRounds.map((step) => [step, 'last-second'])),
    instead: {
      'warden-network/change': [
        { ...change, places: [team] },
        (today) => ({ ...change, left: [{ warden: 'w1', leftOn: today, cause: 'moved' }] }),
      ],
      'warden-network/replacement': [elected('w1'), elected('w2')],
    },
  };
}

/** Somebody who welds without a certificate, and somebody whose certificate comes near its end. */
function certificatesThatEnd(doors: Doors): Way {
  const since = '2024-03-01';
  const person = { name: '张三', duty: 'worker', since };
  const entered = (today: Day) => ({
    ...{ verdict: 'changed', left: [], trained: [] },
    people: [
      { ...person, person: 'p1', job: 'welding' },
      { ...person, person: 'p2' },
    ],
    certificates: [
      {
        ...{ person: 'p2', kind: 'firm-head', number: 'A1', issuedOn: later(today, -980) },
        ...{ reviews: 0, longPractice: false },
      },
    ],
  });
  return {
    begins: doors.least(openingOf('training-file')!),
    waits: [
      'training-file/change#2',
      'training-file/look',
      'training-file/renewal',
      'training-file/site-check',
    ],
    instead: {
      'training-file/change': [entered],
      'training-file/renewal': [{ verdict: 'ended', certificate: 'p2-firm-head' }],
    },
  };
}

/** A session so far ahead that whoever is late before it is late by then. */
function aSession(doors: Doors, teacher: string): Way {
  const plan = (today: Day) => ({
    ...{ verdict: 'planned', course: 'fire-safety', teacher, capacity: 30, hours: 8, plannedFen: 800_000 },
    ...{ enrolBy: later(today, 100), heldOn: later(today, 160) },
  });
  return {
    begins: doors.least(openingOf('training-session')!),
    waits: stepsOf('training-session'),
    instead: { 'training-session/plan': [plan] },
  };
}

function rounds(doors: Doors): Ways {
  const begins = doors.least(openingOf('warden-patrol')!);
  const toBureau = { verdict: 'to-bureau', message: '请现场核查' };
  const elsewhere = ['warden-patrol/site-check', 'warden-patrol/passing-on'];
  const byTheFirm = stepsOf('warden-patrol').filter((step) => !elsewhere.includes(step));
  return {
    'a hazard for the fund': {
      begins,
      waits: ['warden-patrol/passing-on'],
      instead: { 'warden-patrol/handling': [{ verdict: 'to-fund' }] },
    },
    'a hazard of the firm': { begins, waits: byTheFirm },
    'a hazard for the bureau': {
      begins,
      waits: ['warden-patrol/site-check'],
      instead: { 'warden-patrol/handling': [toBureau] },
    },
  };
}

function inspections({ inspection }: Doors): Ways {
  return {
    announced: {
      begins: inspection('plan', enterprise),
      waits: stepsOf('inspection'),
      instead: planned(false),
    },
    'on the spot': {
      begins: inspection('accident', firm(2)),
      waits: ['inspection/notice'],
      instead: planned(true),
    },
  };
}

/**
 * The post of a firm's chief safety officer, until a newer certificate has ended too and the post is vacant.
 */
export function officerScripts(patience: Patience): (office: KeptOffice) => Script[] {
  const duties = ['plan', 'training', 'rounds', 'drill'].map((duty) => `chief-officer/${duty}`);
  const waits = stepsOf('chief-officer').filter((step) => step !== 'chief-officer/service');
  return (office) => [
    {
      patience,
      begins: async () => {
        await nothingStands(office, 'chief-officer');
        const form = { reason: '按制度配备' };
        const { body } = expectOk(await office.as('head1').post('/api/chief-officers', form));
        return { number: body.number as string, receiptCode: '' };
      },
      waits: [
        ...[...waits, 'chief-officer/service#2'],
        ...(patience === 'late' ? ['chief-officer/nomination#2'] : []),
      ],
      leaves: [...duties.map((duty) => `${duty}#2`), 'chief-officer/review#3', 'chief-officer/service#3'],
      instead: {
        'chief-officer/review': [{ verdict: 'fulfilled', assessment: '履职到位' }],
        'chief-officer/release': [{ verdict: 'kept', reason: '仍在生产' }],
      },
    },
  ];
}

/**
 * Experts who are asked, see danger and visit. Where nobody acts, the first of two says nothing and the second accepts; the
 * firm says nothing either, and the liaison and an inspector go on.
 */
function expertScripts(
  { service }: Doors,
  { expert, other }: { readonly expert: string; readonly other: string },
): Script[] {
  const told = { danger: '粉尘堆积', urgentMeasure: '停机清理' };
  const sees = { 'expert-service/answer': [{ verdict: 'danger', answer: '已看照片', ...told }] };
  const finds: Instead = {
    'expert-service/report': [
      (today) => ({ verdict: 'danger', visitedOn: today, days: 1, report: '见附件', ...told }),
    ],
  };
  const invited = { verdict: 'invited', experts: [other, expert] };
  const steps = (...names: string[]) => names.map((name) => `expert-service/${name}`);
  const matched = steps('need', 'consent', 'invitation', 'acceptance', 'answer');
  const handedOver = steps('danger-review', 'own-check', 'closing');
  const silent = Object.fromEntries(
    steps('danger-response', 'confirmation').map((step) => [step, 'late'] as const),
  );
  return [
    {
      begins: service('question'),
      patience: 'late',
      waits: [...matched, ...steps('danger-response', 'confirmation'), ...handedOver],
      instead: { ...sees, 'expert-service/invitation': [invited] },
    },
    {
      begins: service('question'),
      patience: 'last-second',
      waits: [...matched, ...handedOver],
      otherwise: silent,
      instead: sees,
    },
    { begins: service('visit'), patience: 'late', waits: steps('appointment', 'report') },
    {
      begins: service('visit'),
      patience: 'last-second',
      waits: steps('appointment', 'report', 'danger-response', 'confirmation'),
      instead: finds,
    },
  ];
}

/** A notice that nobody reads. */
function servedOtherwise({ notice }: Doors): Way {
  return {
    begins: notice,
    waits: ['notice/service'],
    otherwise: { 'notice/receipt': 'late' },
    leaves: ['notice/receipt'],
  };
}
