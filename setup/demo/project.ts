import { setTimeout as pause } from 'node:timers/promises';
import { demoPassword } from '../../prisma/seed';
import type { Addresses } from './office';
import { Person, Refused, type CaseAnswer } from './people';
import { departments, pausedMatter, plant, sleptOverMatter, type PlantAct } from './plant';

const officer = 'fast-project';
/** How long the item that nobody decides is watched before the demonstration gives it up. */
const patienceMs = 60_000;

/** What the demonstration of a project has seen; each has to be so. */
export type Seen = Readonly<Record<string, boolean>>;

interface Item {
  readonly matter: string;
  readonly state: string;
  readonly department: { readonly id: string };
  readonly case: { readonly number: string } | null;
}

interface Reading {
  readonly seq: number;
  readonly outcome: string | null;
  readonly stage: string;
  readonly project: { readonly list: readonly Item[] } | null;
  readonly steps: readonly {
    readonly step: string;
    readonly rungs: readonly { readonly id: string; readonly fired: boolean }[];
  }[];
}

/** Carries a sample project from its lead to operation, each of its people through their own login. */
export class DemoProject {
  readonly #people = new Map<string, Person>();
  readonly #seen: Record<string, boolean> = {};
  #number = '';

  constructor(
    private readonly addresses: Addresses,
    private readonly say: (line: string) => void,
  ) {}

  async carry(): Promise<{ readonly number: string; readonly events: number; readonly seen: Seen }> {
    await this.#open();
    for (const act of plant) await this.#play(act);
    const { stage, seq, outcome } = await this.#read(this.#number);
    this.#seen['in operation'] = outcome === null && stage === 'operation';
    return { number: this.#number, events: seq, seen: this.#seen };
  }

  async #open(): Promise<void> {
    const { enterpriseId } = await this.#person('contact1').get('/api/session');
    const opened = await this.#person(officer).post<CaseAnswer>('/api/projects', {
      enterpriseId,
      projectType: 'standard-plant',
      name: '年产一万件精密零件项目',
      summary: '新建厂房一栋,建筑面积八千平方米。',
    });
    this.#number = opened.number;
    this.say(`${opened.number}  ${officer} opened the project   ${this.#link(opened.number)}`);
    await this.#decide(officer, this.#number, 'projects/lead', { verdict: 'settled' });
    await this.#decide(officer, this.#number, 'projects/notification', { verdict: 'notified' });
  }

  async #play({ groups, papers, then, triedTooEarly }: PlantAct): Promise<void> {
    if (triedTooEarly) await this.#tryTooEarly(then);
    for (const material of papers) await this.#handIn(material);
    for (const group of groups) await this.#obtain(group);
    await this.#decide(then.login, this.#number, `projects/${then.step}`, then.body);
  }

  async #tryTooEarly({ login, step, body }: PlantAct['then']): Promise<void> {
    try {
      await this.#person(login).decide(this.#number, `/api/projects/${this.#number}/${step}`, body);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#seen['a gate first refuses and says what is missing'] = error.code === 'gate-shut';
      const missing = Object.values(error.facts).flat().join(', ');
      this.say(`${this.#number}  ${login} ${step} → refused: ${error.code}, missing ${missing}`);
    }
  }

  /** Every matter of the group is applied for before the first of them is decided. */
  async #obtain(matters: readonly string[]): Promise<void> {
    const items: { matter: string; number: string; unit: string }[] = [];
    for (const matter of matters) {
      const item = (await this.#read(this.#number)).project?.list.find((each) => each.matter === matter);
      if (!item?.case) throw new Error(`${matter} is not open: ${item?.state ?? 'not on the list'}`);
      const { number } = item.case;
      await this.#decide('contact1', number, 'approval-items/application', { verdict: 'applied' }, matter);
      items.push({ matter, number, unit: item.department.id });
    }
    // 备案: complete information is enough, nothing has to be decided.
    const waiting = [];
    for (const item of items) if ((await this.#read(item.number)).outcome === null) waiting.push(item);
    if (waiting.length > 1) this.#seen['items run side by side'] = true;
    for (const item of waiting) await this.#accept(item);
    for (const item of waiting) await this.#finish(item);
  }

  async #accept({ matter, number, unit }: { matter: string; number: string; unit: string }): Promise<void> {
    const { counter, handler } = this.#desk(unit);
    const { personId } = await this.#person(handler).get('/api/session');
    const body = { verdict: 'accepted', handler: personId };
    await this.#decide(counter, number, 'approval-items/acceptance', body, matter);
  }

  async #finish({ matter, number, unit }: { matter: string; number: string; unit: string }): Promise<void> {
    const { handler, chief } = this.#desk(unit);
    if (matter === pausedMatter) await this.#pauseAndResume(handler, number);
    if (matter === sleptOverMatter) await this.#sleepOver(number);
    await this.#decide(handler, number, 'approval-items/decision', { verdict: 'granted' }, matter);
    const document = { verdict: 'delivered', documentNo: `JX-${number.slice(3)}`, deliveredOn: chinaDate() };
    await this.#decide(handler, number, 'approval-items/delivery', document, matter);
    const { outcome } = await this.#read(number);
    if (outcome !== null) return;
    const words = {
      verdict: 'published',
      explanation: '窗口系统升级,承诺时限内未能办结,已在法定时限内作出决定。',
    };
    await this.#decide(chief, number, 'approval-items/explanation', words, matter);
    this.#seen['a broken promise is explained'] = (await this.#read(number)).outcome === 'granted';
  }

  async #pauseAndResume(handler: string, number: string): Promise<void> {
    const act = (name: string, body: object) =>
      this.#person(handler).decide(number, `/api/cases/${number}/acts/${name}`, body);
    const step = 'approval-item/decision';
    const asked = { step, ground: 'expert-review', expectedDays: 1, reason: '组织专家评审' };
    await act('pause', asked);
    this.say(`${number}  ${handler} stops the time: expert review`);
    await pause(1_500);
    await act('resume', { step, reason: '评审结束' });
    this.say(`${number}  ${handler} lets it go on`);
    this.#seen['a lawful pause'] = true;
  }

  /** Nobody decides until the promise is broken, and the office is told by itself. */
  async #sleepOver(number: string): Promise<void> {
    const until = Date.now() + patienceMs;
    let told = 0;
    while (Date.now() < until) {
      const fired = (await this.#read(number)).steps.flatMap(({ rungs }) =>
        rungs.flatMap(({ id, fired }) => (fired ? [id] : [])),
      );
      for (const rung of fired.slice(told)) this.say(`${number}  ⏰ ${rung} fired by itself`);
      told = fired.length;
      if (fired.includes('promise-broken')) {
        this.#seen['an escalation fires by itself'] = true;
        return;
      }
      await pause(250);
    }
  }

  async #handIn(material: string): Promise<void> {
    await this.#person('contact1').upload(`/api/cases/${this.#number}/papers`, material, emptyPdf);
    this.say(`${this.#number}  contact1 hands in ${material}`);
  }

  async #decide(login: string, number: string, path: string, body: object, about = ''): Promise<void> {
    const [address = '', step = ''] = path.split('/');
    const answer = await this.#person(login).decide(number, `/api/${address}/${number}/${step}`, body);
    const [next] = answer.open;
    const verdict = 'verdict' in body ? String(body.verdict) : '';
    const due = next?.dueAt === undefined || next.dueAt === null ? '' : ` by ${chinaTime(next.dueAt)}`;
    const then =
      answer.outcome === null ? ` next ${next?.title.en ?? '–'}${due}` : ` closed: ${answer.outcome}`;
    this.say(`${number}  ${login} ${about} ${step} → ${verdict};${then}`);
  }

  async #read(number: string): Promise<Reading> {
    return (await this.#person('project1').get(`/api/cases/${number}`)) as unknown as Reading;
  }

  #desk(unit: string) {
    const desk = departments[unit];
    if (desk === undefined) throw new Error(`nobody sits in ${unit}`);
    return desk;
  }

  #person(login: string): Person {
    const known = this.#people.get(login);
    if (known) return known;
    const person = new Person(this.addresses.api, login, login, demoPassword);
    this.#people.set(login, person);
    return person;
  }

  #link(number: string): string {
    return `${this.addresses.temporalUi}/namespaces/default/workflows/${number}`;
  }
}

const emptyPdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

function chinaTime(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

function chinaDate(): string {
  return chinaTime(new Date().toISOString()).slice(0, 10);
}
