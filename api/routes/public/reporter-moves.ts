import type { FastifyRequest } from 'fastify';
import type { TObject } from 'typebox';
import { answer } from '../../../domain/cases/fund-report/steps';
import type { Title } from '../../../domain/role';
import type { CaseAnswer, Outcome } from '../../../record/desk/desk';
import { readForReporter } from '../../../record/cases/reporter-reading';
import type { ReporterAct, ReporterReading } from '../../../record/cases/tip-off-reading';
import type { Idempotency } from '../../../record/store/idempotency';
import type { Rulebooks } from '../../../record/store/rulebook';
import { PayeeForm, type Payee } from '../../../record/vault/payee';
import { refused } from '../../contract/moves';
import { idempotencyUnder } from '../../contract/request-parts';
import { withCode } from '../../contract/schemas/public-schemas';
import { Named, Titled } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import type { OwnCase, ReceiptDoor } from '../../identity/receipt-door';

type Deps = Pick<ApiDeps, 'db' | 'desk'>;
export type ReporterDeps = Pick<ApiDeps, 'db' | 'vault' | 'desk' | 'hashKey' | 'receipts'> & {
  readonly receiptDoor: ReceiptDoor;
  readonly rulebooks: Rulebooks;
};

/** What the reporter has sent: the code, and what goes with the move. */
interface Sent {
  readonly code: string;
  readonly payee?: Payee;
  readonly text?: string;
}

interface Asked {
  readonly own: OwnCase;
  readonly sent: Sent;
  readonly idempotency: Idempotency;
}

/** A move of the reporter's on their own case. */
export interface ReporterMove {
  readonly name: Exclude<ReporterAct, 'papers'>;
  readonly title: Title;
  readonly body: TObject;
  readonly make: (deps: Deps, asked: Asked) => Promise<Outcome<CaseAnswer>>;
}

const Payment = Titled({ zh: '收款信息', en: 'Account' }, Named('Payee', PayeeForm));

export const reporterMoves: readonly ReporterMove[] = [
  {
    name: 'claim',
    title: { zh: '领取奖励', en: 'Claim the reward' },
    body: withCode('ClaimForm', { payee: Payment }),
    make: (deps, asked) =>
      decide(deps, asked, asked.own.number, 'tip-off/claim', { verdict: 'claimed' }, payeeIn(asked)),
  },
  {
    name: 'waive',
    title: { zh: '放弃奖励', en: 'Give up the reward' },
    body: withCode('WaiverForm', {}),
    make: (deps, asked) => decide(deps, asked, asked.own.number, 'tip-off/claim', { verdict: 'waived' }),
  },
  {
    name: 'payee',
    title: { zh: '更正收款信息', en: 'Correct the account' },
    body: withCode('PayeeCorrectionForm', { payee: Payment }),
    make: correctPayee,
  },
  {
    name: 'answer',
    title: { zh: '答复企业的询问', en: 'Answer what my firm asks' },
    body: withCode('AnswerForm', answer.verdicts.answered.form.properties),
    make: (deps, asked) =>
      decide(deps, asked, asked.own.number, answer.id, { verdict: 'answered', text: asked.sent.text }),
  },
  {
    name: 'withdraw',
    title: { zh: '撤回', en: 'Take it back' },
    body: withCode('TipOffWithdrawalForm', {}),
    make: (deps, { own: { number }, idempotency }) =>
      deps.desk.act({
        number,
        act: { act: 'withdraw', reason: '举报人撤回 withdrawn by the reporter' },
        actor: { kind: 'reporter' },
        seenSeq: null,
        idempotency,
      }),
  },
];

/**
 * Makes a move for the holder of the code, once for each key, and reads the case after it.
 * @param body of the move's own shape
 * @throws ProblemError `receipt-unknown`, or why the move was not made
 */
export async function makeMove(
  deps: ReporterDeps,
  request: FastifyRequest,
  { make }: ReporterMove,
  { key, body }: { readonly key: string; readonly body: unknown },
): Promise<ReporterReading> {
  const sent = body as Sent;
  const own = await deps.receiptDoor.open(request, sent.code);
  const outcome = await make(deps, { own, sent, idempotency: idempotencyUnder(deps, request, key, body) });
  if (outcome.ok) return readForReporter(deps, own.caseId);
  const move = { number: own.number, actor: { kind: 'reporter' } } as const;
  throw await refused(deps, request, move, outcome.refusal);
}

function payeeIn({ sent }: Asked): { payee: Payee } {
  return { payee: sent.payee as Payee };
}

function decide(
  { desk }: Deps,
  { idempotency }: Asked,
  number: string,
  step: string,
  body: { readonly verdict: string; readonly [field: string]: unknown },
  offered: { readonly payee?: Payee } = {},
) {
  return desk.decide({
    number,
    step,
    body,
    actor: { kind: 'reporter' },
    seenSeq: null,
    idempotency,
    ...offered,
  });
}

async function correctPayee(deps: Deps, asked: Asked): Promise<Outcome<CaseAnswer>> {
  const payout = await deps.db.caseFile.findFirst({
    where: { rootId: asked.own.caseId, caseType: 'payout' },
    orderBy: { openedAt: 'desc' },
    select: { number: true },
  });
  if (payout === null)
    return { ok: false, refusal: { code: 'step-not-open', detail: 'there is no payment to correct' } };
  const step = 'payout/payee-correction';
  return decide(deps, asked, payout.number, step, { verdict: 'corrected' }, payeeIn(asked));
}
