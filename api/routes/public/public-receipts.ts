import { readForReporter } from '../../../record/cases/reporter-reading';
import type { App } from '../../app-type';
import { answers, bodyProblems, writeProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import type { ProblemCode } from '../../contract/problem-codes';
import { ReporterReadingSchema, withCode } from '../../contract/schemas/public-schemas';
import { keyOf, KeyHeader } from '../../contract/request-parts';
import { reporter } from '../../identity/access';
import { makeMove, reporterMoves, type ReporterDeps, type ReporterMove } from './reporter-moves';

const doorProblems: readonly ProblemCode[] = ['receipt-unknown'];

/** What the holder of a receipt code can do: look, claim, give up, correct the account, take the tip back. */
export async function publicReceiptRoutes(app: App, deps: ReporterDeps): Promise<void> {
  receiptRoute(app, deps);
  for (const move of reporterMoves) moveRoute(app, deps, move);
}

function receiptRoute(app: App, deps: ReporterDeps): void {
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
    async (request) =>
      readForReporter(deps, (await deps.receiptDoor.open(request, request.body.code)).caseId),
  );
}

/** One route of the reporter: checks the code, makes the move, and answers the reading of the case. */
function moveRoute(app: App, deps: ReporterDeps, move: ReporterMove): void {
  const { name, title, body } = move;
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
    (request) => makeMove(deps, request, move, { key: keyOf(request), body: request.body }),
  );
}
