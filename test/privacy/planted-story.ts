import type { StaffAct } from '../../domain/moves/acts/act';
import { stepDef } from '../../domain/cases/catalogue';
import { actDefs } from '../../api/contract/schemas/act-schemas';
import { usual } from '../../setup/courses';
import { loginAt } from '../../setup/courses/demo-logins';
import { usualProposal as proposal } from '../../setup/courses/tip-off';
import { expectOk, childOf, enterprise, reach, today, type Story } from '../api/kit/story';
import { sceneOf, type Standing } from '../api/kit/usual';
import { personOf, type Front } from '../api/kit/front';
import type { Canaries } from './canaries';

/** Cases of the bureau; none belongs to a department. */
const unit = 'jxedz-safety';

/** Walks tip-offs of which every free text that anybody writes is planted. */
export class PlantedStory {
  constructor(
    private readonly front: Front,
    private readonly canaries: Canaries,
  ) {}

  /** A tip of somebody who says who they are, with everything that the form takes. */
  private tip(who: string) {
    const { canaries } = this;
    const address = `${canaries.ascii(`${who}/e-mail`)}@post.example`;
    return {
      reporterKind: 'real-name',
      channel: 'web',
      category: 'major-hazard',
      text: `我在${canaries.words(`${who}/text`)}车间亲眼所见,请联系${address}。`,
      place: `${canaries.words(`${who}/place`)}路${canaries.digits(`${who}/house`, 7, '8')}号`,
      enterpriseName: `${canaries.words(`${who}/enterprise`)}化工厂`,
      remarks: `白班组长${canaries.words(`${who}/remarks`)}知情`,
      identity: {
        name: `欧阳${canaries.words(`${who}/name`)}`,
        phone: canaries.digits(`${who}/phone`, 11, '139'),
        idNumber: canaries.identityNumber(`${who}/id-number`, '330411'),
        address: `${canaries.words(`${who}/address`)}新村3幢`,
        cosigners: [canaries.words(`${who}/first co-signer`), canaries.words(`${who}/second co-signer`)],
      },
    };
  }

  async handIn(who: string): Promise<Story> {
    const { canaries } = this;
    const answer = expectOk(await this.front.as(null).post('/api/public/tip-offs', this.tip(who)));
    const { number, receiptCode: code } = answer.body as { number: string; receiptCode: string };
    canaries.keep(`${who}/receipt code`, code);
    canaries.keep(`${who}/receipt code without its hyphens`, code.replaceAll('-', ''));
    return { number, code };
  }

  /** Where the reward goes; the account as it is printed on the card. */
  payee(who: string) {
    const { canaries } = this;
    const account = canaries.digits(`${who}/account`, 19, '6222');
    return {
      holder: canaries.words(`${who}/holder`),
      bank: `${canaries.words(`${who}/bank`)}银行`,
      account: canaries.keep(`${who}/account in groups`, account.replace(/(.{4})/g, '$1 ').trim()),
    };
  }

  async decide(number: string, step: string, verdict: string, facts: object = {}): Promise<void> {
    expectOk(
      await this.front
        .as(loginAt(usual(step).by, unit))
        .decide(number, step, this.body(step, verdict, facts)),
    );
  }

  private body(step: string, verdict: string, facts: object = {}): object {
    const form = stepDef(step).verdicts[verdict]?.form;
    if (form === undefined) throw new Error(`${step} knows no verdict ${verdict}`);
    return { verdict, ...this.canaries.filled(form, `${step} ${verdict}`, facts) };
  }

  /** @returns the number of the line that the act became */
  async act(login: string, number: string, act: StaffAct, facts: object = {}): Promise<number> {
    const body = this.canaries.filled(actDefs[act].form, `act/${act}`, facts);
    return expectOk(await this.front.as(login).act(number, act, body)).body.seq as number;
  }

  async accept({ number }: Story): Promise<void> {
    await this.decide(number, 'tip-off/acceptance', 'accepted', { allegesDeath: false });
    const [lead, companion] = [await this.person('inspector1'), await this.person('inspector2')];
    await this.decide(number, 'tip-off/assignment', 'assigned', { lead, companion });
    await reach(this.front, { number }, 'tip-off/verification', (waiting) => this.#asUsual(waiting));
  }

  /** As usual, but for its texts. */
  async #asUsual({ number, step, unit: ofUnit }: Standing): Promise<void> {
    const { verdict, ...facts } = await usual(step).says(sceneOf(this.front, number, ofUnit, new Date()));
    await this.decide(number, step, verdict, facts);
  }

  /** Everything that may happen to a case at any time, on a verification that is under way. */
  async acts({ number }: Story): Promise<void> {
    const step = 'tip-off/verification';
    await this.act('inspector1', number, 'request-pause', { step, ground: 'testing', days: 20 });
    await this.act('deputy', number, 'answer-pause', { step, grant: true });
    await this.act('inspector1', number, 'resume', { step });
    await this.act('inspector1', number, 'request-extension', { step, byValue: 30 });
    await this.act('director', number, 'answer-extension', { step, grant: true });
    await this.act('inspector1', number, 'request-start-correction', {
      ...{ step, on: new Date().toISOString().slice(0, 10) },
    });
    await this.act('chief', number, 'answer-start-correction', { step, grant: true });
    await this.act('inspector3', number, 'note');
    const line = await this.act('inspector1', number, 'ask-wording');
    await this.act('director', number, 'pass-wording', { line });
    await this.act('chief', number, 'assign', { step, to: await this.person('inspector1') });
  }

  /** A paper that could not be cleaned is asked for by one person and released by another. */
  async opensOriginal({ number }: Story, paper: string): Promise<void> {
    await this.act('inspector1', number, 'request-original', { paper });
    await this.act('chief', number, 'answer-original', { paper, grant: true });
  }

  async verify({ number }: Story): Promise<void> {
    const finding = {
      visitedOn: today(),
      enterpriseId: enterprise,
      hazards: [
        { item: 'h1', grade: 'major', clause: 'dust-explosion:1' },
        { item: 'h2', grade: 'general', clause: 'exits:2' },
      ],
    };
    const verification = () => this.decide(number, 'tip-off/verification', 'substantiated', finding);
    await verification();
    await this.decide(number, 'tip-off/co-signature', 'disagreed');
    await verification();
    await this.decide(number, 'tip-off/co-signature', 'signed');
    await this.decide(number, 'tip-off/verification-review', 'returned');
    await verification();
    await this.decide(number, 'tip-off/co-signature', 'signed');
    await this.decide(number, 'tip-off/verification-review', 'approved');
  }

  async issueOrder(story: Story): Promise<string> {
    const child = await childOf(this.front, story, 'rectification');
    const items = ['h1', 'h2'].map((item) => ({ item, fundsFen: 500_000 }));
    await this.decide(child, 'rectification/order', 'issued', { remedyDays: 15, items });
    return child;
  }

  /** The enterprise proves, is sent back once with its items, and proves again. */
  async remedy(child: string, papers: readonly string[], sentBack: () => Promise<void>): Promise<void> {
    const companion = await this.person('inspector2');
    const proved = (...items: string[]) =>
      this.decide(child, 'rectification/remedy', 'proved', {
        items: items.map((item) => ({ item, papers })),
      });
    await this.decide(child, 'rectification/acknowledgement', 'acknowledged');
    await proved('h1', 'h2');
    await this.rechecked(child, 'reopened', { companion, items: ['h2'] });
    await sentBack();
    await proved('h2');
    await this.rechecked(child, 'passed', { companion });
  }

  private async rechecked(child: string, verdict: string, facts: object): Promise<void> {
    for (const signed of ['disagreed', 'signed']) {
      await this.decide(child, 'rectification/site-recheck', verdict, facts);
      await this.decide(child, 'rectification/co-signature', signed);
    }
    await this.decide(child, 'rectification/recheck-opinion', 'told');
  }

  async award({ number }: Story): Promise<void> {
    const facts: Partial<typeof proposal> = { ...proposal };
    delete facts.verdict;
    await this.decide(number, 'tip-off/penalty', 'fined', {
      fineFen: 10_000_000,
      confiscatedFen: 0,
      decidedOn: today(),
    });
    await this.decide(number, 'tip-off/reward-proposal', 'proposed', facts);
    await this.decide(number, 'tip-off/reward-approval', 'returned');
    await this.decide(number, 'tip-off/reward-proposal', 'proposed', facts);
    await this.decide(number, 'tip-off/reward-approval', 'approved');
    await this.decide(number, 'tip-off/feedback', 'given');
  }

  /** A payment that the bank refuses, then loses sight of twice, and has made in the end. */
  async pay(story: Story, who: string): Promise<void> {
    const byReceipt = async (act: string, payee: object) =>
      expectOk(await this.front.as(null).post(`/api/public/receipt/${act}`, { code: story.code, payee }));
    await byReceipt('claim', this.payee(who));
    const payout = await childOf(this.front, story, 'payout');
    const send = async () => {
      await this.decide(payout, 'payout/release', 'released');
      expectOk(await this.front.as('payer1').post('/api/payouts/bank-list', { cases: [payout] }));
    };
    await send();
    await this.decide(payout, 'payout/bank-return', 'refused', { cause: 'other' });
    await byReceipt('payee', this.payee(`${who}/corrected`));
    await send();
    await this.decide(payout, 'payout/bank-return', 'unknown');
    await this.decide(payout, 'payout/reconciliation', 'found-unpaid');
    await send();
    await this.decide(payout, 'payout/bank-return', 'unknown');
    await this.decide(payout, 'payout/reconciliation', 'found-paid', { bankReference: 'BANK-000001' });
  }

  /** A tip from an old register, which an approver agrees to. */
  async takenOver(): Promise<void> {
    const entry = {
      tip: { ...this.tip('taken-over'), channel: 'letter' },
      takeOver: { source: 'register-2026', registerNo: '举报〔2026〕1号', receivedOn: today() },
      ...{ decided: [], granted: [] },
    };
    const { body } = expectOk(await this.front.as('chief').post('/api/tip-offs/taken-over', entry));
    const { number, receiptCode } = body as { number: string; receiptCode: string };
    this.canaries.keep('taken-over/receipt code', receiptCode);
    await this.act('deputy', number, 'answer-take-over', { grant: true });
  }

  /** The other ways that a tip-off may end, so that every form is filled in once. */
  async otherEnds(): Promise<void> {
    await this.takenOver();
    const declined = await this.handIn('declined');
    await this.decide(declined.number, 'tip-off/acceptance', 'declined', {
      clause: 'no-clear-target-or-facts',
      allegesDeath: false,
    });
    const transferred = await this.handIn('transferred');
    await this.decide(transferred.number, 'tip-off/acceptance', 'transferred', { allegesDeath: false });

    const alleged = await this.handIn('alleged');
    await this.decide(alleged.number, 'tip-off/acceptance', 'accepted', { allegesDeath: true });
    await this.decide(alleged.number, 'tip-off/government-lead', 'left-to-bureau');

    const unfounded = await this.handIn('unfounded');
    await this.accept(unfounded);
    await this.decide(unfounded.number, 'tip-off/verification', 'unsubstantiated', {
      visitedOn: today(),
    });
    await this.act('chief', unfounded.number, 'request-withdrawal');
    await this.act('deputy', unfounded.number, 'answer-withdrawal', { grant: true });
    await this.act('director', unfounded.number, 'reopen', { fromStep: 'tip-off/acceptance' });

    const unpunished = await this.handIn('unpunished');
    await this.accept(unpunished);
    await this.verify(unpunished);
    await this.remedy(await this.issueOrder(unpunished), [], () => Promise.resolve());
    await this.decide(unpunished.number, 'tip-off/penalty', 'none');
    const facts: Partial<typeof proposal> = { ...proposal };
    delete facts.verdict;
    await this.decide(unpunished.number, 'tip-off/reward-proposal', 'proposed', facts);
    await this.decide(unpunished.number, 'tip-off/reward-approval', 'refused');
  }

  private person(login: string): Promise<string> {
    return personOf(this.front, login);
  }
}
