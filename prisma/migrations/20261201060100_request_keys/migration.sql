-- What is kept of a request is a hash of its key, under a key that is not in the database, and the day.

-- Keys in clear cannot be hashed here. A write that was sent before this change and comes again after it is judged
-- anew: a move by the seq that it names, a payment by what the record says of it.
DELETE FROM "anjie"."idempotency_key";

ALTER TABLE "anjie"."idempotency_key"
  DROP COLUMN "created_at",
  ADD COLUMN "day" DATE NOT NULL DEFAULT ((now() AT TIME ZONE 'Asia/Shanghai'))::date,
  ADD COLUMN "lasting" BOOLEAN NOT NULL DEFAULT false;

CREATE INDEX "idempotency_key_day_idx" ON "anjie"."idempotency_key" USING BRIN ("day");

-- The worker forgets keys after a while, but none under which money may have moved.
GRANT DELETE ON "anjie"."idempotency_key" TO anjie_app;
REVOKE UPDATE ON "anjie"."idempotency_key" FROM anjie_app;
GRANT UPDATE ("answer") ON "anjie"."idempotency_key" TO anjie_app;
CREATE TRIGGER idempotency_key_lasting BEFORE DELETE ON anjie.idempotency_key
  FOR EACH ROW WHEN (OLD.lasting) EXECUTE FUNCTION anjie.append_only();
