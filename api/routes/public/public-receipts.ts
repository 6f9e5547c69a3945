import { Type } from 'typebox';
import type { Act } from '../../../domain/moves/acts/act';
import { readForReporter } from '../../../record/cases/tip-off-reading';
import { PayeeForm, type Payee } from '../../../record/vault/payee';
import type { CaseAnswer, Outcome } from '../../../record/desk/desk';
import type { FastifyRequest } from 'fastify';
import { reporter } from '../../identity/access';
import { answers, Bilingual, Day, Nullable, strict, writeProblems } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { refused } from '../../contract/moves';
import type { ProblemCode } from '../../contract/problems';
import { ReceiptDoor, type OwnCase } from '../../identity/receipt-door';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';

const Code = Type.String({ title: '查询码 Receipt code', minLength: 1, maxLength: 60 });

const Status = Type.Object(
  {
    number: Type.String(),
    receivedOn: Day,
    stage: Type.String(),
    words: Bilingual,
    waitsFor: Type.String({ enum: ['bureau', 'enterprise', 'you', 'nobody'] }),
    dueOn: Nullable(Day),
    milestones: Type.Array(Type.Object({ what: Type.String(), on: Day, words: Bilingual }, strict)),
    messages: Type.Array(Type.Object({ on: Day, text: Type.String() }, strict)),
    reward: Nullable(
      Type.Object(
        {
          amountFen: Type.Integer(),
          amount: Type.String({ description: 'in yuan' }),
          state: Type.String({
            enum: ['to-claim', 'in-payment', 'paid', 'account-to-correct', 'given-up', 'none'],
          }),
          claimBy: Nullable(Day),
          lines: Type.Array(
            Type.Object(
              {
                title: Bilingual,
                formula: Type.String(),
                resultFen: Type.Integer(),
                clause: Type.String(),
                note: Type.Optional(Type.String()),
              },
              strict,
            ),
          ),
        },
        strict,
      ),
    ),
    questions: Type.Array(Type.Null()),
    youMay: Type.Array(Type.String({ enum: ['claim', 'waive', 'payee', 'withdraw', 'papers'] })),
  },
  strict,
);

const tags = ['举报人 Reporter'];
const doorProblems: readonly ProblemCode[] = ['receipt-unknown', 'too-many-tries', 'overloaded'];

/** What the holder of a receipt code can do: look, claim, give up, correct the account, take the tip back. */
export function publicReceiptRoutes(app: App, deps: ApiDeps): void {
  const { db, vault, desk } = deps;
  const door = new ReceiptDoor(deps);

  app.post(
    '/api/public/receipt',
    {
      config: { access: reporter },
      schema: {
        tags,
        operationId: 'receipt',
        summary: '查询进度 How my tip-off stands, in plain words and to the day',
        body: Type.Object({ code: Code }, strict),
        response: answers(
          { 200: Status },
          'body-malformed',
          'form-invalid',
          'body-too-large',
          'media-type-unsupported',
          ...doorProblems,
        ),
      },
    },
    async (request) => readForReporter(db, vault, (await door.open(request, request.body.code)).caseId),
  );

  move(
    'claim',
    '领取奖励 Claim the reward',
    Type.Object({ code: Code, payee: PayeeForm }, strict),
    async (request, own) => {
      await keepPayee(own, own.caseId, 'tip-off/claim', (request.body as { payee: Payee }).payee);
      return decide(request, own.number, 'tip-off/claim', 'claimed');
    },
  );

  move('waive', '放弃奖励 Give up the reward', Type.Object({ code: Code }, strict), (request, own) =>
    decide(request, own.number, 'tip-off/claim', 'waived'),
  );

  move(
    'payee',
    '更正收款信息 Correct the account',
    Type.Object({ code: Code, payee: PayeeForm }, strict),
    async (request, own) => {
      const payout = await db.caseFile.findFirst({
        where: { rootId: own.caseId, caseType: 'payout' },
        orderBy: { openedAt: 'desc' },
        select: { id: true, number: true },
      });
      if (payout === null)
        return { ok: false, refusal: { code: 'step-not-open', detail: 'there is no payment to correct' } };
      await keepPayee(own, payout.id, 'payout/payee-correction', (request.body as { payee: Payee }).payee);
      return decide(request, payout.number, 'payout/payee-correction', 'corrected');
    },
  );

  move('withdraw', '撤回举报 Take the tip-off back', Type.Object({ code: Code }, strict), (request, own) => {
    const act: Act = { act: 'withdraw', reason: '举报人撤回 withdrawn by the reporter' };
    return desk.act({
      number: own.number,
      act,
      actor: { kind: 'reporter' },
      seenSeq: null,
      idempotency: idempotencyOf(deps, request),
    });
  });

  /** One route of the reporter's: open the door, make the move, tell how the case then stands. */
  function move(
    name: string,
    summary: string,
    body: ReturnType<typeof Type.Object>,
    make: (request: FastifyRequest, own: OwnCase) => Promise<Outcome<CaseAnswer>>,
  ): void {
    app.post(
      `/api/public/receipt/${name}`,
      {
        config: { access: reporter, act: `reporter/${name}` },
        schema: {
          tags,
          operationId: `receipt-${name}`,
          summary,
          headers: KeyHeader,
          body,
          response: answers(
            { 200: Status },
            ...writeProblems,
            ...doorProblems,
            'case-closed',
            'step-not-open',
            'clock-paused',
            'child-case-open',
          ),
        },
      },
      async (request) => {
        const own = await door.open(request, (request.body as { code: string }).code);
        const outcome = await make(request, own);
        if (!outcome.ok)
          throw await refused(
            deps,
            request,
            { number: own.number, actor: { kind: 'reporter' } },
            outcome.refusal,
          );
        return readForReporter(db, vault, own.caseId);
      },
    );
  }

  function decide(request: FastifyRequest, number: string, step: string, verdict: string) {
    return desk.decide({
      number,
      step,
      body: { verdict },
      actor: { kind: 'reporter' },
      seenSeq: null,
      idempotency: idempotencyOf(deps, request),
    });
  }

  /**
   * Into the vault before the decision, so that nothing is ever claimed without a payee; but only while the
   * step stands open, so that an account can never be put in the place of the one that was released.
   */
  async function keepPayee(own: OwnCase, caseId: string, step: string, payee: Payee): Promise<void> {
    const open = await db.openStep.findFirst({ where: { caseId, step }, select: { key: true } });
    if (open !== null) await vault.storePayee(own.caseId, payee);
  }
}
