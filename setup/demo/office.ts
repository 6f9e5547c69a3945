import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shanghaiDate } from '../../domain/time/calendar';
import { projectFolder } from '../folders';
import type { Crew } from './crew';
import type { CaseAnswer, Person } from './people';
import type { Story, Finding } from './stories';

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

/** A case in the hands of the demonstration, with all that the reporter holds. */
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
    // The sample's own date lies in the past; in the demonstration everything arrives today.
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

  /** Carries one tip-off from its receipt to its end. */
  async carry(story: Story): Promise<Ending> {
    const tip = await this.handIn(story.sample);
    const answer = await this.decide('clerk2', tip.number, 'acceptance', story.acceptance);
    if (story.acceptance.verdict === 'accepted' && story.finding)
      await this.#verify(tip, story.acceptance.allegesDeath, story.finding);
    else if (answer.outcome === null) throw new Error(`${tip.number} should be closed`);
    return this.ending(tip.number);
  }

  decide(login: string, number: string, step: string, body: object): Promise<CaseAnswer> {
    return this.crew.decide(login, number, step, body);
  }

  async ending(number: string): Promise<Ending> {
    const file = (await this.#person('chief').get(`/api/cases/${number}`)) as unknown as CaseReading;
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

  async #verify(tip: Carried, allegesDeath: boolean, finding: Finding): Promise<void> {
    const { number } = tip;
    if (allegesDeath) await this.decide('liaison', number, 'government-lead', { verdict: 'organised' });
    const [lead, companion] = await this.#inspectors();
    await this.decide('chief', number, 'assignment', { verdict: 'assigned', lead, companion });
    for (const round of finding.returnedOnce ? ['returned', 'approved'] : ['approved']) {
      await this.decide('inspector1', number, 'verification', await this.#report(finding));
      await this.decide('inspector2', number, 'co-signature', { verdict: 'signed' });
      const reason = round === 'returned' ? { reason: '请补充现场照片后再报。' } : {};
      await this.decide('chief', number, 'verification-review', { verdict: round, ...reason });
    }
    await this.decide('clerk1', number, 'feedback', {
      verdict: 'given',
      message: '您反映的问题已核查完毕。',
    });
    if (!finding.substantiated) return;
    await this.#rectify(number, companion, finding);
    await this.#reward(tip, finding);
  }

  async #report({ substantiated, grade = 'general' }: Finding): Promise<object> {
    const visitedOn = shanghaiDate(new Date().toISOString());
    if (!substantiated)
      return { verdict: 'unsubstantiated', visitedOn, findings: '现场核查未发现所述情况。' };
    return {
      verdict: 'substantiated',
      visitedOn,
      enterpriseId: await this.#enterpriseId(),
      hazards: [{ item: 'h1', grade, clause: 'safety-law-30', description: '特种作业人员未持证上岗。' }],
    };
  }

  async #rectify(number: string, companion: string, { reopenedOnce }: Finding): Promise<void> {
    const child = await this.#childOf(number, 'rectification');
    await this.decide('inspector1', child, 'order', {
      verdict: 'issued',
      remedyDays: 15,
      items: [
        {
          item: 'h1',
          description: '特种作业人员未持证上岗。',
          measure: '停止作业,安排持证人员。',
          responsible: '生产负责人',
          fundsFen: 2_000_000,
          plan: '整改期间停用该设备。',
        },
      ],
    });
    await this.decide('contact1', child, 'acknowledgement', { verdict: 'acknowledged' });
    for (const verdict of reopenedOnce ? ['reopened', 'passed'] : ['passed']) {
      const items = [{ item: 'h1', papers: [], statement: '已按要求整改。' }];
      await this.decide('contact1', child, 'remedy', { verdict: 'proved', items });
      const failed = verdict === 'reopened' ? { items: ['h1'], reason: '现场仍有一人未持证。' } : {};
      await this.decide('inspector1', child, 'recheck', { verdict, companion, ...failed });
    }
  }

  async #reward(tip: Carried, finding: Finding): Promise<void> {
    const { number } = tip;
    const decidedOn = shanghaiDate(new Date().toISOString());
    const { fineFen = 0, accident = null, employmentProved = false, approver = 'deputy' } = finding;
    await this.decide(
      'legal',
      number,
      'penalty',
      fineFen > 0
        ? { verdict: 'fined', fineFen, confiscatedFen: 0, decidedOn }
        : { verdict: 'none', reason: '另案处理。' },
    );
    const proposal = await this.decide('reward', number, 'reward-proposal', {
      verdict: 'proposed',
      novelty: 'unknown-before',
      excludedRelation: false,
      employmentProved,
      earlierRewardOfSameMatter: false,
      accident,
    });
    for (const line of rewardLines(proposal)) this.say(`${' '.repeat(18)}· ${line}`);
    const approval = await this.decide(approver, number, 'reward-approval', { verdict: 'approved' });
    if (approval.outcome === null) await this.#pay(tip, finding);
  }

  async #pay({ number, receiptCode }: Carried, { refusedByBankOnce }: Finding): Promise<void> {
    await this.#reporter.post('/api/public/receipt/claim', { code: receiptCode, payee: payees.first });
    this.say(`${number}  claim: claimed, by the holder of the receipt code`);
    const child = await this.#childOf(number, 'payout');
    await this.#transfer(child, refusedByBankOnce ? 'refused' : 'paid');
    if (!refusedByBankOnce) return;
    await this.#reporter.post('/api/public/receipt/payee', { code: receiptCode, payee: payees.corrected });
    this.say(`${child}  payee corrected, by the holder of the receipt code`);
    await this.#transfer(child, 'paid');
  }

  async #transfer(child: string, result: 'paid' | 'refused'): Promise<void> {
    await this.decide('director', child, 'release', { verdict: 'released' });
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

  async #inspectors(): Promise<[string, string]> {
    const people = (await this.#person('chief').get('/api/people?role=inspector')) as unknown as {
      personId: string;
      name: string;
    }[];
    const idOf = async (login: string) => String((await this.#person(login).get('/api/session'))['personId']);
    const pair: [string, string] = [await idOf('inspector1'), await idOf('inspector2')];
    if (!pair.every((id) => people.some(({ personId }) => personId === id)))
      throw new Error('the inspectors are not of this unit');
    return pair;
  }

  async #enterpriseId(): Promise<string> {
    return String((await this.#person('contact1').get('/api/session'))['enterpriseId']);
  }

  async #childOf(number: string, caseType: string): Promise<string> {
    const file = (await this.#person('chief').get(`/api/cases/${number}`)) as unknown as CaseReading;
    const child = file.children.find((each) => each.caseType === caseType && each.outcome === null);
    if (child === undefined) throw new Error(`${number} has no open ${caseType}`);
    return child.number;
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
