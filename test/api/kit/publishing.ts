import { multipart, personOf, type Answer, type Front } from './front';
import { pdf } from './plant';
import { expectOk } from './story';

/* Publications at the door of an office: what the editor of the demonstration does and sees, and the contacts. */

export const firm = (n: number) => `e0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const everybody = { trades: [], stages: [], zones: [], enterpriseIds: [] };
export const form = (change: object = {}, audience: object = {}) => ({
  kind: 'policy',
  title: '粉尘涉爆企业专项整治',
  text: '请于本月底前完成除尘系统自查。',
  about: [],
  audience: { ...everybody, ...audience },
  ...change,
});

interface AddresseeLine {
  readonly enterpriseId: string;
  readonly number: string;
  readonly state: string;
  readonly [field: string]: unknown;
}

export class Publishing {
  constructor(private readonly office: Front) {}

  post(change?: object, audience?: object, login = 'policy1'): Promise<Answer> {
    return this.office.as(login).post('/api/publications', form(change, audience));
  }

  /** The id of a publication that was taken. */
  async published(change?: object, audience?: object): Promise<string> {
    return expectOk(await this.post(change, audience)).body.id as string;
  }

  async reading(id: string) {
    return expectOk(await this.office.as('policy1').get(`/api/publications/${id}`)).body;
  }

  async firmsOf(id: string, query = ''): Promise<AddresseeLine[]> {
    const answer = await this.office.as('policy1').get(`/api/publications/${id}/enterprises${query}`);
    return expectOk(answer).body.items as AddresseeLine[];
  }

  async received(query = '', login = 'contact1') {
    return expectOk(await this.office.as(login).get(`/api/enterprise/notices${query}`)).body;
  }

  /** The number of the notice to a firm. */
  async numberFor(id: string, enterpriseId: string): Promise<string> {
    const found = (await this.firmsOf(id)).find((each) => each.enterpriseId === enterpriseId);
    if (found === undefined) throw new Error(`not addressed to ${enterpriseId}`);
    return found.number;
  }

  /** Puts a paper into the file of a notice; answers its id. */
  async proofFor(number: string): Promise<string> {
    const { payload, headers } = multipart({}, pdf, { name: 'x.pdf', type: 'application/pdf' });
    const added = await this.office.as('policy1').post(`/api/cases/${number}/papers`, payload, headers);
    return expectOk(added).body.id as string;
  }

  async nameOf(login: string): Promise<string> {
    const id = await personOf(this.office, login);
    return (await this.office.db.person.findUniqueOrThrow({ where: { id } })).name;
  }
}
