import { createHash } from 'node:crypto';
import { shanghaiDate } from '../../../domain/time/calendar';
import { caseTypeOf } from '../../../domain/case/step';
import type { Act } from '../../../domain/moves/acts/act';
import type { Level, Role, StaffActor } from '../../../domain/role';
import type { Outcome } from '../../../record/desk/desk';
import { expectOk, payee, toClaim } from '../kit/story';
import type { Office } from '../kit/office';
import { paymentOf, type BankLine, type Operation, type Reward } from './money-model';

/* The operations of the model, carried out in a real office: files of the bank at its door, the rest at its desk. */

/** What came of an operation. */
export interface Done {
  readonly ok: boolean;
  readonly code: string | null;
}

const header = 'claimCode,result,bankReference,cause,batch,amount,returnedOn';
const aDayMs = 86_400_000;

export class MoneyOffice {
  readonly #staff = new Map<string, StaffActor>();

  constructor(readonly office: Office) {}

  /** A reward that waits for its claim. */
  async awarded(fineFen: number): Promise<Reward> {
    const { number, code } = await toClaim(this.office, fineFen);
    const reading = expectOk(await this.office.as(null).post('/api/public/receipt', { code })).body;
    return { number, amountFen: reading.reward.amountFen, waits: 'claim', payments: [] };
  }

  /** Carries an operation out under a key; the same key again is the same request again. */
  carryOut(reward: Reward, operation: Operation, key: string): Promise<Done> {
    switch (operation.do) {
      case 'claim':
        return this.#decide(reward, null, 'tip-off/claim', { verdict: 'claimed' }, key);
      case 'waive':
        return this.#decide(reward, null, 'tip-off/claim', { verdict: 'waived' }, key);
      case 'correct':
        return this.#decide(reward, null, 'payout/payee-correction', { verdict: 'corrected' }, key);
      case 'release':
        return this.#decide(reward, 'deputy', 'payout/release', { verdict: 'released' }, key);
      case 'list': {
        const body = { verdict: 'listed', batch: operation.batch };
        return this.#decide(reward, 'payer1', 'payout/listing', body, key);
      }
      case 'reconcile': {
        const { reference } = operation;
        const body =
          reference === null
            ? { verdict: 'found-unpaid', note: '银行函' }
            : { verdict: 'found-paid', bankReference: reference, note: '银行回单' };
        return this.#decide(reward, 'confirmer1', 'payout/reconciliation', body, key);
      }
      case 'reopen':
        return this.#reopen(reward, key);
      case 'take-back':
        return this.#takeBack(reward, key);
      case 'let-time-pass':
        return this.#letTimePass(reward);
      case 'bank':
        return this.#bankSays(reward, operation.line);
    }
  }

  /** The payment of a reward that was claimed, as the office opened it. */
  async paymentOpened({ number }: Reward): Promise<{ readonly number: string; readonly claimCode: string }> {
    const [order] = await this.office.db.$queryRaw<{ number: string; claimCode: string }[]>`
      SELECT p.number, o.claim_code AS "claimCode"
      FROM anjie.payout_order o JOIN anjie.case_file p ON p.id = o.case_id
      JOIN anjie.case_file f ON f.id = o.reward_case_id
      WHERE f.number = ${number} AND p.outcome IS NULL`;
    if (order === undefined) throw new Error(`nothing is paid for ${number}`);
    return order;
  }

  async #decide(
    reward: Reward,
    login: string | null,
    step: string,
    body: { readonly verdict: string; readonly [field: string]: unknown },
    key: string,
  ): Promise<Done> {
    const number =
      caseTypeOf(step) === 'payout' ? (paymentOf(reward)?.number ?? reward.number) : reward.number;
    const actor = login === null ? ({ kind: 'reporter' } as const) : await this.#actorOf(login);
    const account = createHash('sha256').update(key).digest('hex').replace(/\D/g, '').padEnd(12, '0');
    return doneOf(
      await this.office.desk.decide({
        number,
        step,
        body,
        actor,
        seenSeq: null,
        idempotency: idempotencyOf(key, body),
        payee: { ...payee, account: account.slice(0, 19) },
      }),
    );
  }

  async #reopen({ number }: Reward, key: string): Promise<Done> {
    const act: Act = { act: 'reopen', fromStep: 'tip-off/claim', reason: '举报人已说明' };
    const actor = await this.#actorOf('deputy');
    const idempotency = idempotencyOf(key, act);
    return doneOf(await this.office.desk.act({ number, act, actor, seenSeq: null, idempotency }));
  }

  async #takeBack(reward: Reward, key: string): Promise<Done> {
    const payment = paymentOf(reward);
    if (payment === undefined) return { ok: false, code: 'nothing-to-take-back' };
    return takeBackPayout(this.office, payment.number, key, (login) => this.#actorOf(login));
  }

  /** What waits for the reporter is left until its term is over. */
  async #letTimePass(reward: Reward): Promise<Done> {
    const { db, desk } = this.office;
    const [waiting] = await db.$queryRaw<{ caseId: string; knownSeq: number; dueAt: Date }[]>`
      SELECT f.id::text AS "caseId", f.seq AS "knownSeq", s.due_at AS "dueAt"
      FROM anjie.open_step s JOIN anjie.case_file f ON f.id = s.case_id
      WHERE f.number IN (${reward.number}, ${paymentOf(reward)?.number ?? ''}) AND s.role = 'reporter'`;
    if (waiting === undefined) return { ok: false, code: 'nobody-waits' };
    const { caseId, knownSeq, dueAt } = waiting;
    await desk.advance({
      caseId,
      knownSeq,
      at: new Date(dueAt.getTime() + aDayMs).toISOString(),
      wants: [],
    });
    return { ok: true, code: null };
  }

  async #bankSays(reward: Reward, { result, reference, batch, amountFen }: BankLine): Promise<Done> {
    const booked = result === 'paid' || result === 'returned';
    const cells = [
      paymentOf(reward)?.claimCode ?? 'C-NONE',
      result,
      booked ? reference : '',
      result === 'refused' || result === 'returned' ? 'account-closed' : '',
      batch,
      ...(result === 'returned' ? [(amountFen / 100).toFixed(2), await this.#dayOf(reward)] : ['', '']),
    ];
    const answer = await this.office
      .as('confirmer1')
      .post('/api/payouts/bank-returns', `${header}\n${cells.join(',')}\n`, { 'content-type': 'text/csv' });
    const [{ ok, code }] = expectOk(answer).body.lines;
    return { ok, code };
  }

  /** The day of a payout: by its record, which is ahead of the office's clock where time was let pass before. */
  async #dayOf(reward: Reward): Promise<string> {
    const number = paymentOf(reward)?.number ?? reward.number;
    const { openedAt } = await this.office.db.caseFile.findUniqueOrThrow({ where: { number } });
    return shanghaiDate(openedAt.toISOString());
  }

  async #actorOf(login: string): Promise<StaffActor> {
    const actor = this.#staff.get(login) ?? (await staffOf(this.office, login));
    this.#staff.set(login, actor);
    return actor;
  }
}

/** Somebody of the office, as the desk knows them. */
async function staffOf({ db }: Office, login: string): Promise<StaffActor> {
  const account = await db.account.findUniqueOrThrow({ where: { login } });
  const { personId, id: accountId, unit, roles, level } = account;
  return {
    ...{ kind: 'staff', personId, accountId, unit, roles: roles as Role[], level: level as Level },
    ...{ enterpriseId: null, standsInFor: [], recusedFrom: [] },
  };
}

/** Takes a payout back by two persons, one after the other; nobody who reads payouts is a section chief, so at the desk. */
export async function takeBackPayout(
  office: Office,
  number: string,
  key: string,
  staff: (login: string) => Promise<StaffActor> = (login) => staffOf(office, login),
): Promise<Done> {
  const acts: readonly (readonly [login: string, act: Act])[] = [
    [
      'chief',
      { act: 'request-withdrawal', reason: '收款信息无法核实', told: '收款信息无法核实,请重新领取。' },
    ],
    ['deputy', { act: 'answer-withdrawal', grant: true, reason: '同意' }],
  ];
  for (const [login, act] of acts) {
    const idempotency = idempotencyOf(`${key}-${act.act}`, act);
    const actor = await staff(login);
    const done = doneOf(await office.desk.act({ number, act, actor, seenSeq: null, idempotency }));
    if (!done.ok) return done;
  }
  return { ok: true, code: null };
}

function doneOf(outcome: Outcome<unknown>): Done {
  return outcome.ok ? { ok: true, code: null } : { ok: false, code: outcome.refusal.code };
}

function idempotencyOf(key: string, body: object) {
  const bodyHash = createHash('sha256').update(JSON.stringify(body)).digest();
  return { scope: 'money-model', key, bodyHash };
}
