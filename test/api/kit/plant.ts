import { shanghaiDate } from '../../../domain/time/calendar';
import { multipart, personOf, type Answer, type Front } from './front';
import { enterprise, expectOk } from './story';

/* A project at the door of an office: every step by the login that it belongs to. */

const desks: { readonly [unit: string]: Record<'counter' | 'handler' | 'chief', string> } = {
  'jxedz-investment': { counter: 'investment1', handler: 'investment2', chief: 'investment-chief' },
  'jxedz-planning': { counter: 'planning1', handler: 'planning2', chief: 'planning-chief' },
  'jxedz-ecology': { counter: 'ecology1', handler: 'ecology2', chief: 'ecology-chief' },
  'jxedz-housing': { counter: 'housing1', handler: 'housing2', chief: 'housing-chief' },
  'jxedz-safety': { counter: 'safety-officer1', handler: 'safety-officer2', chief: 'chief' },
};

interface Usual {
  readonly by: string | ((unit: string) => string);
  readonly body: object;
}
const today = () => shanghaiDate(new Date().toISOString());
const usual: { readonly [step: string]: Usual } = {
  'project/lead': { by: 'project1', body: { verdict: 'settled' } },
  'project/notification': { by: 'project1', body: { verdict: 'notified' } },
  'project/construction-gate': { by: 'deputy', body: { verdict: 'passed' } },
  'project/start': { by: 'contact1', body: { verdict: 'started', startedOn: today() } },
  'project/works': { by: 'contact1', body: { verdict: 'completed', completedOn: today() } },
  'project/operation-gate': { by: 'deputy', body: { verdict: 'passed' } },
  'project/stop-report': { by: 'contact1', body: { verdict: 'reported', measures: '围挡并看守' } },
  'project/resumption': { by: 'contact1', body: { verdict: 'resumed' } },
  'project/yearly-review': { by: 'project1', body: { verdict: 'continues' } },
  'project/handover': { by: 'archivist1', body: { verdict: 'sealed' } },
  'approval-item/application': { by: 'contact1', body: { verdict: 'applied' } },
  'approval-item/correction': { by: 'contact1', body: { verdict: 'supplied' } },
  'approval-item/decision': { by: handlerOf, body: { verdict: 'granted' } },
  'approval-item/deemed-decision': { by: handlerOf, body: { verdict: 'granted' } },
  'certificate/renewal': { by: 'contact1', body: { verdict: 'applied' } },
  'approval-item/explanation': {
    by: (unit) => deskOf(unit).chief,
    body: { verdict: 'published', explanation: '专家评审意见往返,超出承诺时限。' },
  },
  'approval-item/delivery': {
    by: handlerOf,
    body: { verdict: 'delivered', documentNo: 'JX-2026-0001', deliveredOn: today() },
  },
};

function deskOf(unit: string) {
  const desk = desks[unit];
  if (desk === undefined) throw new Error(`nobody of ${unit} takes part`);
  return desk;
}

function handlerOf(unit: string): string {
  return deskOf(unit).handler;
}

export interface Change {
  /** Of a case that the list does not name, as the renewal of a certificate. */
  readonly number?: string;
  readonly by?: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

export const newPlant = {
  enterpriseId: enterprise,
  projectType: 'standard-plant',
  name: '年产两万吨精密铸件项目',
  summary: '新建厂房两栋,铸造与机加工生产线各一条。',
};

export class Plant {
  private constructor(
    readonly office: Front,
    readonly number: string,
  ) {}

  static async open(office: Front, login = 'project1', form: object = newPlant): Promise<Plant> {
    const { body } = expectOk(await office.as(login).post('/api/projects', form));
    return new Plant(office, (body as { number: string }).number);
  }

  /** A project whose list is told. */
  static async told(office: Front): Promise<Plant> {
    const plant = await Plant.open(office);
    await plant.does('project/lead');
    await plant.does('project/notification');
    return plant;
  }

  async reading(login = 'project1', number = this.number) {
    return expectOk(await this.office.as(login).get(`/api/cases/${number}`)).body;
  }

  /** The number of the newest case of a matter. */
  async item(matter: string): Promise<string> {
    const line = await this.line(matter);
    if (line.case === null) throw new Error(`${matter} is not open yet`);
    return line.case.number;
  }

  async line(matter: string) {
    const { project } = await this.reading();
    return (project.list as { matter: string; case: { number: string } | null }[]).find(
      (each) => each.matter === matter,
    )!;
  }

  /** Takes a decision as on an uneventful day: `project/lead`, or `approval-item/decision land-use-permit`. */
  async does(where: string, change: Change = {}): Promise<Answer> {
    return expectOk(await this.tries(where, change));
  }

  async tries(where: string, { number: named, by, body, headers }: Change = {}): Promise<Answer> {
    const [step = '', matter] = where.split(' ');
    const number = named ?? (matter === undefined ? this.number : await this.item(matter));
    const { unit } = await this.office.db.caseFile.findUniqueOrThrow({ where: { number } });
    const usually = step === 'approval-item/acceptance' ? await this.#acceptance(unit) : usual[step];
    if (usually === undefined) throw new Error(`nobody usually decides ${step}`);
    const login = by ?? (typeof usually.by === 'string' ? usually.by : usually.by(unit));
    return this.office.as(login).decide(number, step, body ?? usually.body, headers);
  }

  async #acceptance(unit: string): Promise<Usual> {
    const { counter, handler } = deskOf(unit);
    return { by: counter, body: { verdict: 'accepted', handler: await personOf(this.office, handler) } };
  }

  /** Carries matters from their application to the document in hand. */
  async obtains(...matters: string[]): Promise<void> {
    for (const matter of matters) {
      const number = await this.item(matter);
      for (;;) {
        const { steps, outcome } = await this.reading('project1', number);
        if (outcome !== null) break;
        const open = (steps as { step: string; decision: unknown }[]).find(
          ({ decision }) => decision === null,
        );
        await this.does(`${open?.step ?? ''} ${matter}`);
      }
    }
  }

  async handsIn(material: string, number = this.number, login = 'contact1'): Promise<Answer> {
    const { payload, headers } = multipart({ material }, pdf, { name: 'x.pdf', type: 'application/pdf' });
    return this.office.as(login).post(`/api/cases/${number}/papers`, payload, headers);
  }

  async handsInAll(...materials: string[]): Promise<void> {
    for (const material of materials) expectOk(await this.handsIn(material));
  }

  act(act: string, body: object, login: string, number = this.number): Promise<Answer> {
    return this.office.as(login).act(number, act, body);
  }
}

export const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
  'latin1',
);
