import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shanghaiDate } from '../../domain/time/calendar';
import { caseTypes } from '../../domain/cases/catalogue';
import { straightWay, usual } from '../courses';
import { loginAt } from '../courses/demo-logins';
import { projectFolder } from '../folders';
import type { Crew } from './crew';
import type { CaseAnswer, Person } from './people';
import { turnOf, type Story, type Turn } from './stories';

interface Sample {
  readonly id: string;
  readonly receivedOn: string;
  readonly text: string;
  readonly channel: string;
  readonly reporterKind: string;
  readonly category: string;
  readonly place: string;
  readonly enterpriseName: string;
}

/** A case of the demonstration, with all that its reporter holds. */
export interface Carried {
  readonly number: string;
  readonly receiptCode: string;
}

export interface Ending {
  readonly number: string;
  readonly outcome: string;
  readonly rewardFen: number;
  readonly paidFen: number;
  readonly events: number;
}

interface Waiting {
  readonly number: string;
  readonly step: string;
}

const bureau = 'jxedz-safety';
const way = straightWay('tip-off');

const payees = {
  first: { holder: '演示收款人', bank: '演示银行', account: '6222 0000 0000 0001' },
  corrected: { holder: '演示收款人', bank: '演示银行', account: '6222 0000 0000 0002' },
};

/** The bureau at work on tip-offs. */
export class DemoOffice {
  readonly #reporter: Person;
  readonly #samples: readonly Sample[];

  constructor(private readonly crew: Crew) {
    this.#reporter = crew.somebody('reporter');
    const file = join(projectFolder, 'prisma', 'data', 'sample-tip-offs.json');
    this.#samples = JSON.parse(readFileSync(file, 'utf8')) as Sample[];
  }

  /** Hands a sample in as it came: on the public form, or recorded by a clerk. */
  async handIn(sampleId: string, clerk = 'clerk1'): Promise<Carried> {
    const sample = this.#samples.find(({ id }) => id === sampleId);
    if (sample === undefined) throw new Error(`no sample ${sampleId}`);
    // The date of the sample is in the past; in the demonstration everything arrives today.
    const { id: _, receivedOn: __, ...matter } = sample;
    const identity =
      sample.reporterKind === 'anonymous' ? {} : { identity: { name: '演示举报人', phone: '13800000000' } };
    const online = ['web', 'miniapp'].includes(sample.channel);
    const carried = online
      ? await this.#reporter.post<Carried>('/api/public/tip-offs', { ...matter, ...identity })
      : await this.#person(clerk).post<Carried>('/api/tip-offs', {
          ...matter,
          ...identity,
          receivedOn: shanghaiDate(new Date().toISOString()),
        });
    this.say(
      `${carried.number}  ${sampleId} ${sample.channel} → received   ${this.crew.link(carried.number)}`,
    );
    return carried;
  }

  /** Carries one tip-off from its receipt to its end, along the usual course or as the story has it. */
  async carry(story: Story): Promise<Ending> {
    const tip = await this.handIn(story.sample);
    const rounds = new Map<string, number>();
    for (let next = await this.#next(tip.number); next !== undefined; next = await this.#next(tip.number)) {
      const round = rounds.get(next.step) ?? 0;
      rounds.set(next.step, round + 1);
      await this.#make(tip, next, turnOf(story, next.step, round));
    }
    return this.ending(tip.number);
  }

  /** The open step in the family of a case that comes first on the usual way. */
  async #next(number: string): Promise<Waiting | undefined> {
    const waiting = await this.#waitingIn(number);
    return waiting.sort((one, other) => way.indexOf(one.step) - way.indexOf(other.step))[0];
  }

  async #waitingIn(number: string): Promise<Waiting[]> {
    const { steps, children } = await this.#read(number);
    const own = steps.filter(({ decision }) => decision === null).map(({ step }) => ({ number, step }));
    const open = children.filter(({ outcome }) => outcome === null);
    return [...own, ...(await Promise.all(open.map((child) => this.#waitingIn(child.number)))).flat()];
  }

  async #make(tip: Carried, { number, step }: Waiting, { by, says, refused }: Turn): Promise<void> {
    switch (step) {
      case 'tip-off/claim':
        await this.#reporter.post('/api/public/receipt/claim', {
          code: tip.receiptCode,
          payee: payees.first,
        });
        return this.say(`${number}  claim: claimed, by the holder of the receipt code`);
      case 'payout/payee-correction': {
        const payee = payees.corrected;
        await this.#reporter.post('/api/public/receipt/payee', { code: tip.receiptCode, payee });
        return this.say(`${number}  payee corrected, by the holder of the receipt code`);
      }
      case 'payout/listing':
        return this.#transfer(number, refused ? 'refused' : 'paid');
      default: {
        const usually = usual(step);
        const login = by ?? loginAt(usually.by, bureau) ?? '';
        const said = await usually.says(await this.crew.scene(number, bureau));
        const answer = await this.decide(login, number, step, says?.(said) ?? said);
        for (const line of rewardLines(answer)) this.say(`${' '.repeat(18)}· ${line}`);
      }
    }
  }

  decide(login: string, number: string, step: string, body: object): Promise<CaseAnswer> {
    return this.crew.decide(login, number, step, body);
  }

  async ending(number: string): Promise<Ending> {
    const file = await this.#read(number);
    const proposal = file.steps.filter(({ step }) => step === 'tip-off/reward-proposal').at(-1)?.decision
      ?.facts.amountFen;
    const paid = file.children.some(({ caseType, outcome }) => caseType === 'payout' && outcome === 'paid');
    const rewardFen = proposal ?? 0;
    return {
      number,
      outcome: file.outcome ?? 'open',
      rewardFen,
      paidFen: paid ? rewardFen : 0,
      events: file.seq,
    };
  }

  async #transfer(child: string, result: 'paid' | 'refused'): Promise<void> {
    const list = await this.#person('payer1').post<BankList>('/api/payouts/bank-list', { cases: [child] });
    const claimCode = /C-[0-9A-Z]{10}/.exec(list.file.content)?.[0];
    if (claimCode === undefined) throw new Error(`${child} is not on its bank list`);
    this.say(
      `${child}  bank list ${list.batch}, by payer1: claim ${claimCode}, no name in it but the payee's`,
    );
    const reference = `DEMO${Date.now().toString(36).toUpperCase()}`;
    const line =
      result === 'paid' ? `${claimCode},paid,${reference},` : `${claimCode},refused,,account-unknown`;
    const file = `claimCode,result,bankReference,cause\n${line}\n`;
    const { lines } = await this.#person('confirmer1').post<BankReturns>('/api/payouts/bank-returns', file);
    if (!lines.every(({ ok }) => ok))
      throw new Error(`bank return refused: ${lines.map(({ code }) => code).join()}`);
    this.say(`${child}  bank return, by confirmer1: ${result}`);
  }

  async #read(number: string): Promise<CaseReading> {
    const reader = number.startsWith(caseTypes.payout.prefix) ? 'director' : 'chief';
    return (await this.#person(reader).get(`/api/cases/${number}`)) as unknown as CaseReading;
  }

  #person(login: string): Person {
    return this.crew.person(login);
  }

  private say(line: string): void {
    this.crew.say(line);
  }
}

interface CaseReading {
  readonly seq: number;
  readonly outcome: string | null;
  readonly children: readonly {
    readonly number: string;
    readonly caseType: string;
    readonly outcome: string | null;
  }[];
  readonly steps: readonly {
    readonly step: string;
    readonly decision: { readonly facts: { readonly amountFen?: number } } | null;
  }[];
}

interface BankList {
  readonly batch: string;
  readonly file: { readonly content: string };
}

interface BankReturns {
  readonly lines: readonly { readonly ok: boolean; readonly code: string | null }[];
}

function rewardLines({ detail }: CaseAnswer): string[] {
  const reward = detail?.['reward'] as { lines: { title: { en: string }; formula: string }[] } | undefined;
  return (reward?.lines ?? []).map(({ title, formula }) => `${title.en}: ${formula}`);
}
