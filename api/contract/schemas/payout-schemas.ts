import { Type } from 'typebox';
import { OneOf } from '../../../domain/case/form';
import { paymentStateTitles } from '../../../domain/cases/payout/payment-states';
import { NumberParams, PageQuery } from '../query-parts';
import { Bilingual, Facts, Instant, Named, Nullable, PageOf, strict } from '../shapes';

/* What finance reads of a payment, and the two files that go to the bank and come back. */

const BankEntrySchema = Named(
  'BankEntry',
  Type.Object(
    {
      kind: Type.String({ enum: ['paid', 'returned'] }),
      bankReference: Type.String(),
      amountFen: Type.Integer(),
      enteredAt: Instant,
    },
    strict,
  ),
);

/** What finance reads of a payment. */
export const PaymentSchema = Named(
  'PaymentReading',
  Type.Object(
    {
      claimCode: Nullable(Type.String({ description: 'for finance alone' })),
      amountFen: Type.Integer(),
      state: Type.String(),
      batch: Nullable(Type.String()),
      bankReference: Nullable(Type.String({ description: 'of the transfer that stands' })),
      paidFen: Type.Integer({ description: 'what has gone out and has not come back' }),
      bankEntries: Type.Array(BankEntrySchema, { description: 'payments and returns, oldest first' }),
      reward: Nullable(Facts),
      approvals: Type.Array(
        Type.Object(
          { step: Type.String(), verdict: Type.String(), at: Instant, by: Nullable(Type.String()) },
          strict,
        ),
      ),
    },
    strict,
  ),
);

const PaymentStateWord = OneOf({ zh: '付款状态', en: 'State of the payment' }, paymentStateTitles);

export const PaymentQuery = Type.Object(
  {
    ...PageQuery,
    state: Type.Optional(PaymentStateWord),
    batch: Type.Optional(
      Type.String({ format: 'batch', description: 'the list for the bank on which it stands' }),
    ),
  },
  strict,
);

export const PaymentPage = PageOf('PaymentLine', {
  number: Type.String(),
  claimCode: Nullable(Type.String({ description: 'for finance alone' })),
  amountFen: Type.Integer(),
  state: PaymentStateWord,
  batch: Nullable(Type.String()),
  openedAt: Instant,
  movedAt: { ...Instant, description: 'since when it stands so, to the day' },
  dueAt: Nullable(Instant),
  waitsFor: Type.Array(Type.Object({ step: Type.String(), title: Bilingual }, strict)),
});

const Result = {
  number: Nullable(Type.String()),
  ok: Type.Boolean(),
  repeated: Type.Boolean({ description: 'was done before; nothing has changed now' }),
  code: Nullable(Type.String({ description: 'why it was refused, as under /problems' })),
  seq: Nullable(Type.Integer()),
};

/** The result of one line of a list. */
export interface LineResult {
  readonly number: string | null;
  readonly ok: boolean;
  readonly repeated: boolean;
  readonly code: string | null;
  readonly seq: number | null;
}

export const BankListForm = Named(
  'BankListForm',
  Type.Object(
    {
      cases: Type.Array(NumberParams.properties.number, { minItems: 1, maxItems: 200, uniqueItems: true }),
    },
    strict,
  ),
);

export const BankListSchema = Named(
  'BankList',
  Type.Object(
    {
      batch: Type.String(),
      results: Type.Array(Named('BankListLine', Type.Object(Result, strict))),
      file: Type.Object({ name: Type.String(), content: Type.String() }, strict),
    },
    strict,
  ),
);

const BankReturnLineSchema = Named(
  'BankReturnLine',
  Type.Object({ line: Type.Integer(), claimCode: Type.String(), ...Result }, strict),
);

export const BankReturnsSchema = Named(
  'BankReturns',
  Type.Object({ lines: Type.Array(BankReturnLineSchema) }, strict),
);
