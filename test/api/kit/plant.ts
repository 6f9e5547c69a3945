import { smallPdf } from '../../harness/small-pdf';
import { multipart, type Answer, type Front } from './front';
import { expectOk } from './story';
import { decideAsUsual, enterprise, type Change as Usually } from './usual';

/* A project at the door of an office: every step by the login that it belongs to. */

export interface Change extends Usually {
  /** Of a case that the list does not name, as the renewal of a certificate. */
  readonly number?: string;
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

  async tries(where: string, { number: named, ...change }: Change = {}): Promise<Answer> {
    const [step = '', matter] = where.split(' ');
    const number = named ?? (matter === undefined ? this.number : await this.item(matter));
    const { unit } = await this.office.db.caseFile.findUniqueOrThrow({ where: { number } });
    return decideAsUsual(this.office, { number, step, unit }, change);
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

export const pdf = smallPdf('a paper');
