import { randomUUID } from 'node:crypto';
import type { CaseType } from '../../../../domain/case/case-type';
import { caseTypeDef, openings, type Opening } from '../../../../domain/cases/catalogue';
import { seatOf } from '../../../../setup/courses';
import { loginAt } from '../../../../setup/courses/demo-logins';
import { leastValue } from '../../../../setup/courses/least-decision';
import { personOf } from '../../kit/front';
import type { KeptOffice } from '../../kit/kept-office';
import { expectOk, handIn } from '../../kit/story';
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
    this.opened('project1', '/api/projects', { projectType, name: '精密铸件项目', summary: '新建厂房' });

  readonly inspection = (ground: string, enterpriseId: string) => () =>
    this.opened('inspector1', '/api/inspections', {
      ...{ enterpriseId, ground, items: ['safety-training'], reason: '年度计划' },
    });

  readonly badRecord = (tier: string) => () =>
    this.opened('legal', '/api/credit-repairs', {
      ...{ tier, documentNo: `JX-${randomUUID().slice(0, 8).toUpperCase()}`, conduct: '瞒报隐患' },
      establishedOn: this.today(),
    });

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
    const { body } = expectOk(
      await this.office.as(login).post(address, { enterpriseId: enterprise, ...form }),
    );
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
  'rectification/recheck': [{ verdict: 'reopened', companion, items: ['h1'], reason: '仍未持证' }],
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

/** What the office has with firms: inspections, bad records, notices. */
export function firmScripts(office: KeptOffice, on: Day): Script[] {
  const doors = new Doors(office);
  const ways = {
    ...records(doors, on),
    ...inspections(doors),
    'served otherwise': servedOtherwise(doors),
    ...straightOn(doors),
  };
  return [
    ...gone(ways, 'late', 'last-second'),
    ...gone({ read: { begins: doors.notice, waits: ['notice/receipt'] } }, 'last-second'),
    ...gone({ 'a repair': aRepair(doors) }, 'extended'),
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

const withWaysOfTheirOwn: readonly CaseType[] = ['project', 'credit-repair', 'inspection'];

/** The other types that staff open: each is expected to come to all its steps by its usual way. */
function straightOn({ least }: Doors): Ways {
  const others = openings.filter(({ caseType }) => !withWaysOfTheirOwn.includes(caseType));
  return Object.fromEntries(
    others.map((each) => [each.caseType, { begins: least(each), waits: stepsOf(each.caseType) }]),
  );
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

/** A notice that nobody reads. */
function servedOtherwise({ notice }: Doors): Way {
  return {
    begins: notice,
    waits: ['notice/service'],
    otherwise: { 'notice/receipt': 'late' },
    leaves: ['notice/receipt'],
  };
}
