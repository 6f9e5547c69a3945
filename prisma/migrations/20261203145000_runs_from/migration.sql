-- Worklists tell the share of a step's time that is gone, and are ordered by it: pauses are left out of it.
ALTER TABLE "anjie"."open_step" ADD COLUMN "runs_from" TIMESTAMPTZ(3);

-- The steps that are open already, by the clocks in their records, as `runsFrom` in domain/time reckons it.
CREATE FUNCTION pg_temp.given_ms(clock jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  unit text := clock->'limit'->>'unit';
  total bigint := (clock->'limit'->>'value')::bigint + (clock->>'extendedBy')::bigint;
  first_counts boolean := coalesce((clock->'counting'->>'firstDayCounts')::boolean, false);
  before_first date := ((clock->>'anchor')::timestamptz AT TIME ZONE 'Asia/Shanghai')::date - CASE WHEN first_counts THEN 1 ELSE 0 END;
  last_day date := (clock->>'dueOn')::date;
  paused bigint;
BEGIN
  IF unit = 'hours' THEN RETURN total * 3600000; END IF;
  IF unit = 'seconds' THEN RETURN total * 1000; END IF;
  IF clock->'counting'->>'pauses' = 'time-stood-still' THEN
    SELECT floor(coalesce(sum(greatest(0, extract(epoch FROM
        least(coalesce(p->>'to', p->>'until')::timestamptz, (last_day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
        - greatest((p->>'from')::timestamptz, (before_first + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')))), 0) / 86400)
      INTO paused FROM jsonb_array_elements(clock->'pauses') p;
  ELSE
    SELECT count(*) INTO paused FROM generate_series(before_first + 1, last_day, interval '1 day') AS d(day)
    WHERE EXISTS (
      SELECT FROM jsonb_array_elements(clock->'pauses') p
      WHERE d.day::date BETWEEN ((p->>'from')::timestamptz AT TIME ZONE 'Asia/Shanghai')::date
        AND ((coalesce(p->>'to', p->>'until')::timestamptz
          - CASE WHEN coalesce(p->>'to', p->>'until') = p->>'until' THEN interval '1 millisecond' ELSE interval '0' END)
          AT TIME ZONE 'Asia/Shanghai')::date);
  END IF;
  RETURN (greatest(0, last_day - before_first) - paused) * 86400000;
END $$;
UPDATE anjie.open_step s SET runs_from = s.due_at - pg_temp.given_ms((
  SELECT e.body->'clock' FROM anjie.record_event e
  WHERE e.case_id = s.case_id AND e.kind IN ('step-opened', 'clock-superseded') AND e.body->>'key' = s.key
  ORDER BY e.seq DESC LIMIT 1)) * interval '1 millisecond'
WHERE s.due_at IS NOT NULL;
