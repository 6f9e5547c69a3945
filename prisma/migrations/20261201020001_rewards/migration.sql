-- How each approved reward stands, for the figures of money.
CREATE TABLE "anjie"."reward" (
    "case_id" UUID NOT NULL,
    "amount_fen" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "approved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reward_pkey" PRIMARY KEY ("case_id")
);
GRANT SELECT, INSERT, UPDATE, DELETE ON "anjie"."reward" TO anjie_app;

-- What was approved before, by its record: a case that began again before the approval has none until it is approved anew.
INSERT INTO "anjie"."reward" (case_id, amount_fen, state, approved_at)
SELECT f.id, (p.body #>> '{facts,amountFen}')::int,
  CASE WHEN f.outcome = 'rewarded' THEN 'paid' WHEN f.outcome IS NOT NULL THEN 'given-up'
       WHEN EXISTS (SELECT FROM anjie.case_file c WHERE c.parent_id = f.id AND c.case_type = 'payout' AND c.outcome IS NULL)
       THEN 'in-payment' ELSE 'to-claim' END,
  a.at
FROM anjie.case_file f
CROSS JOIN LATERAL (
  SELECT e.* FROM anjie.record_event e
  WHERE e.case_id = f.id AND e.kind = 'decided' AND split_part(e.key, '#', 1) = 'tip-off/reward-approval'
  ORDER BY e.seq DESC LIMIT 1) a
CROSS JOIN LATERAL (
  SELECT e.* FROM anjie.record_event e
  WHERE e.case_id = f.id AND e.kind = 'decided' AND split_part(e.key, '#', 1) = 'tip-off/reward-proposal' AND e.seq < a.seq
  ORDER BY e.seq DESC LIMIT 1) p
WHERE f.case_type = 'tip-off' AND a.body ->> 'verdict' = 'approved' AND (p.body #>> '{facts,amountFen}')::int > 0
  AND NOT EXISTS (
    SELECT FROM anjie.record_event r WHERE r.case_id = f.id AND r.seq > a.seq AND r.kind = 'reopened'
      AND split_part(r.body ->> 'fromKey', '#', 1) <> 'tip-off/claim');
