-- A step whose time stands still stays in the worklists, with the ground and the day on which its time goes on.
ALTER TABLE "anjie"."open_step" ADD COLUMN "pause_ground" TEXT;
ALTER TABLE "anjie"."open_step" ADD COLUMN "pause_until" TIMESTAMPTZ(3);
-- The steps that stand still already, as their records tell it.
UPDATE anjie.open_step s SET pause_ground = (
  SELECT e.body->'clock'->'pauses'->-1->>'reason' FROM anjie.record_event e
  WHERE e.case_id = s.case_id AND e.kind = 'clock-superseded' AND e.body->>'key' = s.key
  ORDER BY e.seq DESC LIMIT 1)
WHERE s.due_at IS NULL;
