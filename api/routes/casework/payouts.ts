import { createHmac } from 'node:crypto';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { shanghaiDate } from '../../../domain/time/calendar';
import { bankReturn } from '../../../domain/cases/payout/steps';
import { idempotent, overModels } from '../../../record/store/idempotency';
import { orderOfClaim, ordersOnList } from '../../../record/cases/payout-orders';
import type { StaffActor } from '../../../domain/role';
import type { Refusal } from '../../../domain/refusal';
import type { CaseAnswer, KeyReused, Outcome } from '../../../record/desk/desk';
import { actorOf, staff } from '../../identity/access';
import { answers, Nullable, staffProblems, strict, writeProblems } from '../../contract/answers';
import type { App } from '../../app-type';
import { bankList, readBankReturns, type BankListLine, type BankReturnLine } from '../../files/bank-files';
import type { ApiDeps } from '../../deps';
import { refused } from '../../contract/moves';
import { ProblemError } from '../../contract/problems';
import { idempotencyOf, KeyHeader, NumberParams } from '../../contract/request-parts';
import type { FastifyRequest } from 'fastify';

const tags = ['发放 Payout'];

const Result = Type.Object(
  {
    number: Nullable(Type.String()),
    ok: Type.Boolean(),
    repeated: Type.Boolean({ description: 'was done before; nothing has changed now' }),
    code: Nullable(Type.String({ description: 'why it was refused, as under /problems' })),
    seq: Nullable(Type.Integer()),
  },
  strict,
);

interface LineResult {
  readonly number: string | null;
  readonly ok: boolean;
  readonly repeated: boolean;
  readonly code: string | null;
  readonly seq: number | null;
}

/** The two files that go to the bank and come back. Each line is one decision of its own at the desk. */
export function payoutRoutes(app: App, deps: ApiDeps): void {
  const { db, desk, vault, clock } = deps;

  app.post(
    '/api/payouts/bank-list',
    {
      config: { access: staff('payer'), act: 'payout/listing' },
      schema: {
        tags,
        operationId: 'bank-list',
        summary: '代发清单 Put payments on one list for the bank',
        description:
          'The only answer that ever holds payees; each look at one is entered. `Accept: text/csv` gives the file alone.',
        headers: KeyHeader,
        body: Type.Object(
          {
            cases: Type.Array(NumberParams.properties.number, {
              minItems: 1,
              maxItems: 200,
              uniqueItems: true,
            }),
          },
          strict,
        ),
        response: answers(
          {
            200: Type.Object(
              {
                batch: Type.String(),
                results: Type.Array(Result),
                file: Type.Object({ name: Type.String(), content: Type.String() }, strict),
              },
              strict,
            ),
          },
          ...staffProblems,
          ...writeProblems,
        ),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const batch = await batchFor(request);
      const results: LineResult[] = [];
      for (const number of request.body.cases) {
        const outcome = await desk.decide({
          number,
          step: 'payout/listing',
          body: { verdict: 'listed', batch },
          actor,
          seenSeq: null,
          idempotency: idempotencyOf(deps, request, { number, batch }, number),
        });
        results.push(await resultOf(request, actor, number, outcome));
      }
      const content = bankList(await payees(actor, results, batch));
      void reply.header('cache-control', 'no-store');
      const name = `bank-list-${batch}.csv`;
      if (request.headers.accept?.startsWith('text/csv') !== true)
        return { batch, results, file: { name, content } };
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(content);
    },
  );

  app.post(
    '/api/payouts/bank-returns',
    {
      config: { access: staff('confirmer'), act: 'payout/bank-return' },
      schema: {
        tags,
        consumes: ['text/csv'],
        operationId: 'bank-returns',
        summary: '银行回盘 Take in what the bank says of each transfer',
        description:
          'CSV with the columns `claimCode,result,bankReference,cause` and, if the bank repeats it, `batch`; `result` is paid, refused or unknown. ' +
          'The same line again changes nothing, whoever sends it.',
        body: Type.String({ maxLength: 262_144 }),
        response: answers(
          {
            200: Type.Object(
              {
                lines: Type.Array(
                  Type.Object(
                    { line: Type.Integer(), claimCode: Type.String(), ...Result.properties },
                    strict,
                  ),
                ),
              },
              strict,
            ),
          },
          ...staffProblems,
          'body-malformed',
          'form-invalid',
          'body-too-large',
          'media-type-unsupported',
          'bank-file-malformed',
        ),
      },
    },
    async (request) => {
      const lines = [];
      for (const line of readBankReturns(request.body)) {
        lines.push({ line: line.line, claimCode: line.claimCode, ...(await takeReturn(request, line)) });
      }
      return { lines };
    },
  );

  /** The batch of a list: the same for the same request, also when it is repeated after midnight. */
  async function batchFor(request: FastifyRequest): Promise<string> {
    const idempotency = idempotencyOf(deps, request);
    const drawn = createHmac('sha256', deps.hashKey)
      .update(`batch|${idempotency.scope}|${idempotency.key}`)
      .digest();
    const letters = Array.from(drawn.subarray(0, 6), (byte) =>
      batchLetters.charAt(byte % batchLetters.length),
    ).join('');
    const day = shanghaiDate(clock().toISOString()).replaceAll('-', '');
    const made = await idempotent(overModels(db), idempotency, () =>
      Promise.resolve({ batch: `B-${day}-${letters}` }),
    );
    if (!made.ok) throw new ProblemError('key-reused');
    return made.answer.batch;
  }

  async function payees(
    actor: StaffActor,
    results: readonly LineResult[],
    batch: string,
  ): Promise<BankListLine[]> {
    const numbers = results.flatMap(({ ok, number }) => (ok && number !== null ? [number] : []));
    const lines: BankListLine[] = [];
    for (const { claimCode, amountFen, rewardCaseId } of await ordersOnList(db, numbers, batch)) {
      const payee = await vault.openPayeeForPayment(rewardCaseId, {
        personId: actor.personId,
        purpose: `bank list ${batch}`,
      });
      if (payee !== null) lines.push({ claimCode, amountFen, ...payee });
    }
    return lines;
  }

  async function takeReturn(
    request: FastifyRequest,
    { claimCode, batch, decision }: BankReturnLine,
  ): Promise<LineResult> {
    const actor = actorOf(request);
    const { verdict, ...form } = decision;
    const schema =
      verdict in bankReturn.verdicts
        ? bankReturn.verdicts[verdict as keyof typeof bankReturn.verdicts].form
        : null;
    if (schema === null || !Value.Check(schema, form)) return refusedLine(null, 'form-invalid');
    const order = await orderOfClaim(db, claimCode);
    if (order === null) return refusedLine(null, 'bank-file-mismatch');
    const move = { number: order.number, actor };
    if (batch !== null && batch !== order.batch && order.batch !== null) {
      await refused(deps, request, move, {
        code: 'bank-file-mismatch',
        detail: 'the payment stands on another list',
      });
      return refusedLine(order.number, 'bank-file-mismatch');
    }
    // Kept under the line itself and not under who sends it: a file imported twice is one import.
    const line = [claimCode, batch ?? '', verdict, ...Object.values(form)].join(' ');
    const bodyHash = createHmac('sha256', deps.hashKey).update(line, 'utf8').digest();
    const outcome = await desk
      .decide({
        ...move,
        step: bankReturn.id,
        body: decision,
        seenSeq: null,
        idempotency: { scope: 'bank-returns', key: line, bodyHash },
      })
      .catch(referenceUsed);
    return resultOf(request, actor, order.number, outcome);
  }

  async function resultOf(
    request: FastifyRequest,
    actor: StaffActor,
    number: string,
    outcome: Outcome<CaseAnswer> | { ok: false; refusal: Refusal | KeyReused },
  ): Promise<LineResult> {
    if (outcome.ok)
      return { number, ok: true, repeated: outcome.repeated, code: null, seq: outcome.answer.seq };
    const { code } = await refused(deps, request, { number, actor }, outcome.refusal);
    return refusedLine(number, code);
  }
}

/** Crockford's letters, which nobody misreads on paper. */
const batchLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function refusedLine(number: string | null, code: string): LineResult {
  return { number, ok: false, repeated: false, code, seq: null };
}

/** One bank reference stands for one transfer: the database holds it unique. */
function referenceUsed(error: unknown): { ok: false; refusal: Refusal } {
  if ((error as { code?: unknown }).code !== 'P2002') throw error;
  return {
    ok: false,
    refusal: { code: 'bank-file-mismatch', detail: 'this bank reference belongs to another payment' },
  };
}
