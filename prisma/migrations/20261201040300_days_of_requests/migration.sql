-- Beside the key of a request stands the day on which it came, not the instant: it may be a tip.
ALTER TABLE "anjie"."idempotency_key" ALTER COLUMN "created_at"
  SET DEFAULT date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai';
UPDATE "anjie"."idempotency_key"
  SET "created_at" = date_trunc('day', "created_at" AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai';
