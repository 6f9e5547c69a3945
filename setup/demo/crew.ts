import { DAY_MS, millisOf, shanghaiDate, shanghaiTime } from '../../domain/time/calendar';
import { caseTypes } from '../../domain/cases/catalogue';
import { demoPassword } from '../../prisma/seed';
import type { Scene } from '../courses';
import { loginAt } from '../courses/demo-logins';
import { Person, type CaseAnswer, type OpenStep } from './people';

export interface Addresses {
  readonly api: string;
  readonly temporalUi: string;
}

/** The people of a demonstration, each with their own login and nothing but the public API; says what they do. */
export class Crew {
  readonly #people = new Map<string, Person>();

  constructor(
    private readonly addresses: Addresses,
    readonly say: (line: string) => void,
  ) {}

  person(login: string): Person {
    const known = this.#people.get(login);
    if (known) return known;
    const person = new Person(this.addresses.api, login, login, demoPassword);
    this.#people.set(login, person);
    return person;
  }

  /** A person without an account. */
  somebody(name: string): Person {
    return new Person(this.addresses.api, null, name);
  }

  /** Makes a decision and prints what it has opened. The step by its id, or by its name within the type of the case. */
  async decide(login: string, number: string, step: string, body: object): Promise<CaseAnswer> {
    const name = step.split('/').at(-1) ?? step;
    const path = `/api/${addressOf(number)}/${number}/${name}`;
    const answer = await this.person(login).decide(number, path, body);
    this.tell(`${name}: ${'verdict' in body ? String(body.verdict) : ''}`, login, answer);
    return answer;
  }

  /** Makes an act, such as a pause, on a case. */
  async act(login: string, number: string, act: string, body: object): Promise<CaseAnswer> {
    const answer = await this.person(login).decide(number, `/api/cases/${number}/acts/${act}`, body);
    this.tell(act, login, answer);
    return answer;
  }

  /** The rungs of a case that have fired, in order. */
  async firedRungs(login: string, number: string, ofStep?: string): Promise<string[]> {
    const file = (await this.person(login).get(`/api/cases/${number}`)) as unknown as Rungs;
    return file.steps
      .filter(({ step }) => ofStep === undefined || step === ofStep)
      .flatMap(({ rungs }) => rungs.filter(({ fired }) => fired).map(({ id }) => id));
  }

  /** What the usual words of a step have to know of a case; what an order is about is the first item of a finding. */
  async scene(number: string, unit: string, firm = 'contact1'): Promise<Scene> {
    const { enterpriseId } = await this.person(firm).get('/api/session');
    return {
      number,
      today: shanghaiDate(new Date().toISOString()),
      enterpriseId: String(enterpriseId),
      personAt: async (seat) => {
        const { personId } = await this.person(loginAt(seat, unit) ?? '').get('/api/session');
        return String(personId);
      },
      openItems: () => ['h1'],
      proofs: () => [],
    };
  }

  tell(what: string, login: string, { number, open, outcome }: CaseAnswer): void {
    const next = open.map(waiting).join(', ');
    const then = outcome === null ? next || 'waits for a child case' : `closed: ${outcome}`;
    this.say(`${number}  ${what}, by ${login} → ${then}`);
  }

  link(number: string): string {
    return `${this.addresses.temporalUi}/namespaces/default/workflows/${number}`;
  }
}

interface Rungs {
  readonly steps: readonly {
    readonly step: string;
    readonly rungs: readonly { readonly id: string; readonly fired: boolean }[];
  }[];
}

function waiting({ title, dueAt, promisedAt, pause }: OpenStep): string {
  if (pause !== null || dueAt === null) return `${title.en}, paused`;
  return `${title.en} by ${when(dueAt)}${promisedAt === null ? '' : ` (promised ${when(promisedAt)})`}`;
}

/** A date in Shanghai; the time of day where it is less than a day away, as in a zone whose days pass in seconds. */
function when(instant: string): string {
  return millisOf(instant) - Date.now() > DAY_MS ? shanghaiDate(instant) : shanghaiTime(instant).slice(11);
}

function addressOf(number: string): string {
  const def = Object.values(caseTypes).find(({ prefix }) => number.startsWith(prefix));
  if (def === undefined) throw new Error(`${number} is the number of no case`);
  return def.address;
}
