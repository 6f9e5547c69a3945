import type { TObject } from 'typebox';
import type { FastifyRequest } from 'fastify';
import type { Title } from '../../../domain/role';
import type { CaseAnswer, Outcome } from '../../../record/desk/desk';
import { answer } from '../../../domain/cases/fund-report/steps';
import { readForReporter } from '../../../record/cases/reporter-reading';
import { Rulebooks } from '../../../record/store/rulebook';
import { PayeeForm, type Payee } from '../../../record/vault/payee';
import type { App } from '../../app-type';
import { answers, bodyProblems, writeProblems } from '../../contract/answers';
import { refused } from '../../contract/moves';
import { operation, tags } from '../../contract/operation';
import type { ProblemCode } from '../../contract/problem-codes';
import { ReporterReadingSchema, withCode } from '../../contract/schemas/public-schemas';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';
import { Named } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { reporter } from '../../identity/access';
import type { ReceiptDoor, OwnCase } from '../../identity/receipt-door';

type ReadingDeps = Deps & { readonly rulebooks: Rulebooks };
type Deps = Pick<ApiDeps, 'db' | 'vault' | 'desk' | 'hashKey' | 'receipts'> & {
  readonly receiptDoor: ReceiptDoor;
};

const doorProblems: readonly ProblemCode[] = ['receipt-unknown'];
const Payment = Named('Payee', PayeeForm);

/** What the holder of a receipt code can do: look, claim, give up, correct the account, take the tip back. */
export async function publicReceiptRoutes(app: App, deps: Deps): Promise<void> {
  const door = deps.receiptDoor;
  const parts = { ...deps, rulebooks: new Rulebooks(deps.db) };
  receiptRoute(app, parts, door);
  for (const move of moves) moveRoute(app, parts, door, move);
}

function receiptRoute(app: App, deps: ReadingDeps, door: ReceiptDoor): void {
  app.post(
    '/api/public/receipt',
    {
      config: { access: reporter, ownDoor: true },
      schema: {
        ...operation('receipt', tags.reporter, {
          zh: '查询进度',
          en: 'How what I handed in stands, in plain words and to the day',
        }),
        body: withCode('ReceiptForm', {}),
        response: answers({ 200: ReporterReadingSchema }, ...bodyProblems, ...doorProblems),
      },
    },
    async (request) => readForReporter(deps, (await door.open(request, request.body.code)).caseId),
  );
}

/** A move of the reporter's on their own case. */
interface ReporterMove {
  readonly name: string;
  readonly title: Title;
  readonly body: TObject;
  readonly make: (deps: Deps, request: FastifyRequest, own: OwnCase) => Promise<Outcome<CaseAnswer>>;
}

const moves: readonly ReporterMove[] = [
  {
    name: 'claim',
    title: { zh: '领取奖励', en: 'Claim the reward' },
    body: withCode('ClaimForm', { payee: Payment }),
    make: (deps, request, { number }) =>
      decide(deps, request, number, 'tip-off/claim', { verdict: 'claimed' }, payeeIn(request)),
  },
  {
    name: 'waive',
    title: { zh: '放弃奖励', en: 'Give up the reward' },
    body: withCode('WaiverForm', {}),
    make: (deps, request, { number }) =>
      decide(deps, request, number, 'tip-off/claim', { verdict: 'waived' }),
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
    make: (deps, request, { number }) => {
      const { text } = request.body as { text: string };
      return decide(deps, request, number, answer.id, { verdict: 'answered', text });
    },
  },
  {
    name: 'withdraw',
    title: { zh: '撤回', en: 'Take it back' },
    body: withCode('TipOffWithdrawalForm', {}),
    make: (deps, request, { number }) =>
      deps.desk.act({
        number,
        act: { act: 'withdraw', reason: '举报人撤回 withdrawn by the reporter' },
        actor: { kind: 'reporter' },
        seenSeq: null,
        idempotency: idempotencyOf(deps, request),
      }),
  },
];

/** One route of the reporter: checks the code, makes the move, and answers the reading of the case. */
function moveRoute(
  app: App,
  deps: ReadingDeps,
  door: ReceiptDoor,
  { name, title, body, make }: ReporterMove,
): void {
  app.post(
    `/api/public/receipt/${name}`,
    {
      config: { access: reporter, ownDoor: true, act: `reporter/${name}`, lastingKeys: true },
      schema: {
        ...operation(`receipt-${name}`, tags.reporter, title),
        headers: KeyHeader,
        body,
        response: answers(
          { 200: ReporterReadingSchema },
          ...writeProblems,
          ...doorProblems,
          'case-closed',
          'step-not-open',
          'clock-paused',
          'clock-expired',
          'child-case-open',
          'government-not-heard',
        ),
      },
    },
    async (request) => {
      const own = await door.open(request, (request.body as { code: string }).code);
      const outcome = await make(deps, request, own);
      if (outcome.ok) return readForReporter(deps, own.caseId);
      const move = { number: own.number, actor: { kind: 'reporter' } } as const;
      throw await refused(deps, request, move, outcome.refusal);
    },
  );
}

function payeeIn(request: FastifyRequest): { payee: Payee } {
  return { payee: (request.body as { payee: Payee }).payee };
}

function decide(
  deps: Deps,
  request: FastifyRequest,
  number: string,
  step: string,
  body: { readonly verdict: string; readonly [field: string]: unknown },
  offered: { readonly payee?: Payee } = {},
) {
  return deps.desk.decide({
    number,
    step,
    body,
    actor: { kind: 'reporter' },
    seenSeq: null,
    idempotency: idempotencyOf(deps, request),
    ...offered,
  });
}

async function correctPayee(deps: Deps, request: FastifyRequest, own: OwnCase): Promise<Outcome<CaseAnswer>> {
  const payout = await deps.db.caseFile.findFirst({
    where: { rootId: own.caseId, caseType: 'payout' },
    orderBy: { openedAt: 'desc' },
    select: { number: true },
  });
  if (payout === null)
    return { ok: false, refusal: { code: 'step-not-open', detail: 'there is no payment to correct' } };
  return decide(
    deps,
    request,
    payout.number,
    'payout/payee-correction',
    { verdict: 'corrected' },
    payeeIn(request),
  );
}
