-- What the bank has booked: a payment and a later return are lines of their own, and each reference stands once.
CREATE TABLE "anjie"."bank_entry" (
    "bank_reference" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('paid', 'returned')),
    "amount_fen" INTEGER NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bank_entry_pkey" PRIMARY KEY ("bank_reference")
);
CREATE UNIQUE INDEX "bank_entry_case_id_seq_key" ON "anjie"."bank_entry"("case_id", "seq");

-- What was paid before stands in the records.
INSERT INTO "anjie"."bank_entry" (bank_reference, case_id, seq, kind, amount_fen, entered_at)
SELECT e.body #>> '{facts,bankReference}', e.case_id, e.seq, 'paid', o.amount_fen, e.at
FROM anjie.record_event e JOIN anjie.payout_order o ON o.case_id = e.case_id
WHERE e.kind = 'decided' AND e.body #>> '{facts,bankReference}' IS NOT NULL;

CREATE TRIGGER bank_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anjie.bank_entry
  FOR EACH STATEMENT EXECUTE FUNCTION anjie.append_only();
GRANT SELECT, INSERT ON "anjie"."bank_entry" TO anjie_app;

ALTER TABLE "anjie"."payout_order" DROP COLUMN "bank_reference";

-- An order that has come to nothing leaves its reward to another; one that was paid, or still may be, does not.
UPDATE "anjie"."payout_order" o SET state = f.outcome FROM anjie.case_file f
WHERE f.id = o.case_id AND f.outcome IN ('lapsed', 'withdrawn');
DROP INDEX "anjie"."payout_order_reward_case_id_key";
CREATE UNIQUE INDEX payout_order_one_per_reward ON anjie.payout_order (reward_case_id)
  WHERE state NOT IN ('lapsed', 'withdrawn');
