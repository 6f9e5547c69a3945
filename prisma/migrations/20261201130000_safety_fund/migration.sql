-- The ledger of the safety funds: what a line of a record has moved, in two lines that sum to nothing.
CREATE TABLE "anjie"."fund_entry" (
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "account" TEXT NOT NULL CHECK ("account" IN ('cash', 'firm', 'employee')),
    "kind" TEXT NOT NULL CHECK ("kind" IN ('contribution', 'award', 'release')),
    "amount_fen" BIGINT NOT NULL,
    "reference" TEXT,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fund_entry_pkey" PRIMARY KEY ("case_id","seq","account")
);
-- An award is paid once, for ever.
CREATE UNIQUE INDEX fund_entry_one_payment_per_award ON anjie.fund_entry (case_id)
  WHERE kind = 'award' AND account = 'cash';
CREATE TRIGGER fund_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anjie.fund_entry
  FOR EACH STATEMENT EXECUTE FUNCTION anjie.append_only();
GRANT SELECT, INSERT ON "anjie"."fund_entry" TO anjie_app;

-- What was approved for a report or a suggestion, and whether it is paid.
CREATE TABLE "anjie"."fund_award" (
    "case_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "grade" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "order_number" TEXT,
    "state" TEXT NOT NULL CHECK ("state" IN ('approved', 'paid', 'withdrawn')),
    "late" BOOLEAN NOT NULL,
    "approved_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),

    CONSTRAINT "fund_award_pkey" PRIMARY KEY ("case_id")
);
CREATE INDEX "fund_award_order_number_idx" ON "anjie"."fund_award"("order_number");
GRANT SELECT, INSERT, UPDATE, DELETE ON "anjie"."fund_award" TO anjie_app;
