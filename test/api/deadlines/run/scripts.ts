import { randomUUID } from 'node:crypto';
import type { CaseType } from '../../../../domain/case/case-type';
import { caseTypeDef } from '../../../../domain/cases/catalogue';
import type { KeptOffice } from '../../kit/kept-office';
import { expectOk, handIn } from '../../kit/story';
import { enterprise } from '../../kit/usual';
import { firm, Publishing } from '../../kit/publishing';
import { codesUnder, matterOn, rowOn } from './limits';
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
    (type) => rowOn<{ items: Listed[] }>(`project-type.${type}`, today)!.items,
  );
  // A renewal comes with a certificate, a verified permit with works that stood still.
  const elsewhere = (matter: string) => matter.endsWith('-renewal') || matter === 'permit-verification';
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

const decisions = ['approval-item/decision', 'approval-item/deemed-decision'];
const onTheWay = ['application', 'acceptance', 'delivery', 'explanation'].map(
  (step) => `approval-item/${step} land-use-permit`,
);

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

type Unnamed = Omit<Script, 'name' | 'patience'>;

const ofEach = (patience: Patience, scripts: Record<string, Unnamed>): Script[] =>
  Object.entries(scripts).map(([name, script]) => ({ ...script, name: `${name}, ${patience}`, patience }));

/** Tip-offs with what they lead to. `companion`: the second inspector, by person id. */
export function tipOffScripts(office: KeptOffice, companion: string): Script[] {
  const doors = new Doors(office);
  const both = tipOffs(doors, companion);
  const inOrder = {
    'a tip-off': {
      waits: ['tip-off/verification', 'rectification/remedy'],
      ...{ endsWith: 'rectification/remedy', begins: doors.tipOff },
    },
  };
  return [...ofEach('late', both), ...ofEach('last-second', both), ...ofEach('extended', inOrder)];
}

/** Projects with their matters and certificates. */
export function projectScripts(office: KeptOffice): Script[] {
  const { project } = new Doors(office);
  const both = projects(project);
  const begins = project(everyMatter);
  const promised = {
    'every matter': { waits: decisions, leaves: operation, begins },
    'a renewal': aRenewal(project),
  };
  const longer = {
    'every matter': { waits: [...decisions, 'project/start'], leaves: operation, begins },
  };
  return [
    ...ofEach('late', both),
    ...ofEach('last-second', both),
    ...ofEach('promise-kept', promised),
    ...ofEach('extended', longer),
  ];
}

/** What the office has with firms: inspections, bad records, notices. */
export function firmScripts(office: KeptOffice, today: Day): Script[] {
  const both = notices(new Doors(office), today);
  return [...ofEach('late', both), ...ofEach('last-second', both)];
}

function tipOffs({ tipOff, letter }: Doors, companion: string): Record<string, Unnamed> {
  return {
    'a tip-off': {
      waits: [...stepsOf('tip-off'), ...stepsOf('rectification'), 'rectification/remedy#2'],
      instead: found(companion),
      begins: tipOff,
    },
    'a payment': {
      waits: stepsOf('payout'),
      instead: unpaid,
      endsWith: 'payout/payee-correction',
      begins: tipOff,
    },
    'a death': {
      waits: ['tip-off/government-lead'],
      instead: death,
      endsWith: 'tip-off/government-lead',
      begins: tipOff,
    },
    'a letter': { waits: ['tip-off/acceptance'], endsWith: 'tip-off/acceptance', begins: letter },
    'a second round': {
      waits: ['tip-off/verification#2'],
      instead: { 'tip-off/verification-review': [{ verdict: 'returned', reason: '事实不清' }] },
      endsWith: 'tip-off/verification',
      begins: tipOff,
    },
  };
}

function projects(project: Doors['project']): Record<string, Unnamed> {
  return {
    'every matter': {
      waits: [...decisions, ...onTheWay, 'certificate/renewal'],
      ...{ leaves: operation, begins: project(everyMatter) },
    },
    'papers that are missing': {
      waits: ['approval-item/correction'],
      instead: incomplete,
      endsWith: 'approval-item/correction',
      begins: project('low-risk-plant'),
    },
    'a renewal': aRenewal(project),
    'the gates of a plant': {
      waits: [...stepsOf('project'), 'approval-item/decision permit-verification'],
      ...{ leaves: operation, instead: stopped, begins: project('low-risk-plant') },
    },
  };
}

/** Licences that are renewed as soon as they are in hand. */
function aRenewal(project: Doors['project']): Unnamed {
  const deemed = 'approval-item/deemed-decision';
  return { waits: [deemed], leaves: ['project/yearly-review'], endsWith: deemed, begins: project(licences) };
}

function notices({ inspection, badRecord, notice }: Doors, today: Day): Record<string, Unnamed> {
  const tiers = codesUnder('credit', today).map((tier): [string, Unnamed] => [
    `a ${tier} record`,
    {
      waits: ['credit-repair/notice', 'credit-repair/application', 'credit-repair/showing'],
      ...{ leaves: ['credit-repair/check'], begins: badRecord(tier) },
    },
  ]);
  return {
    ...Object.fromEntries(tiers),
    'a repair': {
      waits: ['credit-repair/check', 'credit-repair/decision'],
      ...{ leaves: ['credit-repair/showing'], begins: badRecord('minor') },
    },
    'an inspection': {
      ...{ waits: stepsOf('inspection'), instead: planned(false), endsWith: 'inspection/result' },
      begins: inspection('plan', enterprise),
    },
    'an inspection on the spot': {
      ...{ waits: ['inspection/notice'], instead: planned(true), endsWith: 'inspection/notice' },
      begins: inspection('accident', firm(2)),
    },
    'a notice': { waits: ['notice/receipt'], endsWith: 'notice/receipt', begins: notice },
    'a notice that nobody reads': {
      ...{ waits: ['notice/service'], lapses: ['notice/receipt'], leaves: ['notice/receipt'] },
      begins: notice,
    },
  };
}
