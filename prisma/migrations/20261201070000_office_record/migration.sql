-- The office record: who changed what of the office itself, one chain for the whole installation.
CREATE TABLE "anjie"."office_event" (
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "body" JSONB NOT NULL,
    "prev_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "seal" BYTEA NOT NULL,

    CONSTRAINT "office_event_pkey" PRIMARY KEY ("seq")
);
CREATE TRIGGER office_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anjie.office_event
  FOR EACH STATEMENT EXECUTE FUNCTION anjie.append_only();
GRANT SELECT, INSERT ON "anjie"."office_event" TO anjie_app;

-- Changes that one person has asked for, derived from it.
CREATE TABLE "anjie"."office_proposal" (
    "id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "change" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "proposer" UUID NOT NULL,
    "binds" UUID[] NOT NULL,
    "person" UUID,
    "seconds" TEXT[] NOT NULL,
    "state" TEXT NOT NULL,
    "answered_seq" INTEGER,

    CONSTRAINT "office_proposal_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "office_proposal_seq_key" ON "anjie"."office_proposal"("seq");
GRANT SELECT, INSERT, UPDATE ("state", "answered_seq") ON "anjie"."office_proposal" TO anjie_app;

-- Until when a one-time password opens the account; it opens it only for a password of the holder's own.
ALTER TABLE "anjie"."account" ADD COLUMN "one_time_until" TIMESTAMPTZ(3);

-- Whose account it is, and under which name, is never written again.
REVOKE UPDATE ON anjie.account FROM anjie_app;
GRANT UPDATE ("password_hash", "one_time_until", "roles", "level", "unit", "enterprise_id", "active") ON anjie.account
  TO anjie_app;
