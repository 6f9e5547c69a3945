import { payout } from '../../../domain/cases/payout/case-type';
import { bankReturn, listing } from '../../../domain/cases/payout/steps';
import type { Role } from '../../../domain/role';
import { payments } from '../../../record/reading/lists/payments';
import type { App } from '../../app-type';
import {
  answers,
  Binary,
  bodyProblems,
  jsonOrFile,
  staffProblems,
  strongProblems,
  writeProblems,
} from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { IfNoneMatch, unchanged, unlessUnchanged } from '../../contract/readings';
import {
  BankListForm,
  BankListSchema,
  BankReturnsSchema,
  PaymentPage,
  PaymentQuery,
} from '../../contract/schemas/payout-schemas';
import { KeyHeader, pageRequestOf } from '../../contract/request-parts';
import type { ApiDeps } from '../../deps';
import {
  bankList,
  bankListWorkbook,
  readBankReturns,
  readBankReturnsWorkbook,
  type BankReturnLine,
} from '../../files/bank-files';
import { workbookType } from '../../files/import-table';
import { ProblemError } from '../../contract/problems';
import { actorOf, staff } from '../../identity/access';
import { Type } from 'typebox';
import { batchFor, listPayment, takeReturn } from './bank-lines';

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'vault' | 'clock' | 'hashKey'>;

const returnBytesAtMost = 512 * 1024;

/** Payments, the file that goes to the bank and the one that comes back. Each line is one decision of its own at the desk. */
export async function payoutRoutes(app: App, deps: Deps): Promise<void> {
  app.addContentTypeParser(workbookType, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  paymentsRoute(app, deps);
  bankListRoute(app, deps);
  bankReturnsRoute(app, deps);
}

function paymentsRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/payouts',
    {
      config: { access: staff(...(Object.keys(payout.readers) as Role[])) },
      schema: {
        ...operation(
          'payments',
          tags.payout,
          { zh: '付款列表', en: 'Payments by state, newest first' },
          {
            zh: '只列金额与状态,不含收款人和举报内容;时间只到日。',
            en: 'Amounts and states alone: nothing of payees or of what was reported; times to the day.',
          },
        ),
        querystring: PaymentQuery,
        headers: IfNoneMatch,
        response: answers({ 200: PaymentPage, ...unchanged }, ...staffProblems, 'cursor-invalid'),
      },
    },
    async (request, reply) => {
      const { limit, cursor, ...filter } = request.query;
      const page = await payments(db, actorOf(request), filter, pageRequestOf({ limit, cursor }));
      return unlessUnchanged(request, reply, page);
    },
  );
}

function bankListRoute(app: App, deps: Deps): void {
  app.post(
    '/api/payouts/bank-list',
    {
      config: { access: staff('payer'), act: listing.id, lastingKeys: true },
      schema: {
        ...operation(
          'bank-list',
          tags.payout,
          { zh: '代发清单', en: 'Put payments on one list for the bank' },
          {
            zh: '唯一含收款信息的答复,每次查看均留痕。按 `Accept` 只取文件:Excel 工作簿(账号为文本),或 `text/csv`(仅供银行程序,勿用表格软件打开,否则账号末位会丢失)。',
            en: 'The only answer that ever holds payees; each look at one is entered. By `Accept` the file alone: a workbook, whose accounts are text, or `text/csv`, for the program of a bank and not for spreadsheets, in which long accounts lose their last digits.',
          },
        ),
        headers: KeyHeader,
        body: BankListForm,
        response: answers(
          {
            200: jsonOrFile(
              BankListSchema,
              { 'text/csv': Type.String(), [workbookType]: Binary },
              'The list, or its file alone',
            ),
          },
          ...staffProblems,
          ...writeProblems,
          'nothing-listed',
          ...strongProblems(listing.id),
        ),
      },
    },
    async (request, reply) => {
      const batch = await batchFor(deps, request);
      const listed = [];
      for (const number of request.body.cases) listed.push(await listPayment(deps, request, number, batch));
      const results = listed.map(({ result }) => result);
      if (results.every(({ ok }) => !ok))
        throw new ProblemError('nothing-listed', {
          facts: { cases: results.map(({ number, code }) => ({ number, code })) },
        });
      const lines = listed
        .flatMap(({ line }) => line ?? [])
        .sort((a, b) => (a.claimCode < b.claimCode ? -1 : 1));
      const { accept = '' } = request.headers;
      if (accept.startsWith(workbookType)) {
        void reply.type(workbookType).header('content-disposition', attached(batch, 'xlsx'));
        return reply.send(await bankListWorkbook(lines));
      }
      const file = { name: `bank-list-${batch}.csv`, content: bankList(lines) };
      if (!accept.startsWith('text/csv')) return { batch, results, file };
      void reply.type('text/csv; charset=utf-8').header('content-disposition', attached(batch, 'csv'));
      return reply.send(file.content);
    },
  );
}

function attached(batch: string, extension: string): string {
  return `attachment; filename="bank-list-${batch}.${extension}"`;
}

function bankReturnsRoute(app: App, deps: Deps): void {
  app.post(
    '/api/payouts/bank-returns',
    {
      bodyLimit: returnBytesAtMost,
      config: { access: staff('confirmer'), act: bankReturn.id },
      schema: {
        ...operation(
          'bank-returns',
          tags.payout,
          { zh: '银行回盘', en: 'Take in what the bank says of each transfer' },
          {
            zh:
              'CSV 或 Excel 工作簿(编号须为文本),列为 `claimCode,result,bankReference,cause`,银行回填批次的另有 `batch`;`result` 为 paid、refused、unknown 或 returned。' +
              '支付后退汇(returned)另填 `amount`(元)与 `returnedOn`。同一行重复提交不产生变化;同一笔付款曾多次列入清单的,须注明 `batch`。',
            en:
              'CSV, or a workbook whose codes are text, with the columns `claimCode,result,bankReference,cause` and, if the bank repeats it, `batch`; `result` is paid, refused, unknown or returned. ' +
              'A line of money that came back after it was paid (returned) has `amount` in yuan and `returnedOn`. ' +
              'The same line again changes nothing, whoever sends it; a payment that was on several lists needs its `batch`.',
          },
        ),
        consumes: ['text/csv', workbookType],
        body: Type.Unsafe<unknown>({ description: 'the file' }),
        response: answers(
          { 200: BankReturnsSchema },
          ...staffProblems,
          ...bodyProblems,
          ...strongProblems(bankReturn.id),
          'bank-file-malformed',
        ),
      },
    },
    async (request) => {
      const lines = [];
      for (const line of await returnsIn(request.body)) {
        lines.push({
          line: line.line,
          claimCode: line.claimCode,
          ...(await takeReturn(deps, request, line)),
        });
      }
      return { lines };
    },
  );
}

function returnsIn(body: unknown): BankReturnLine[] | Promise<BankReturnLine[]> {
  if (Buffer.isBuffer(body)) return readBankReturnsWorkbook(body);
  if (typeof body === 'string') return readBankReturns(body);
  throw new ProblemError('media-type-unsupported');
}
