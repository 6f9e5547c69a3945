-- What API and worker look at before they say that they are ready.

-- Which keys the office works with: a hash of each, so that a key file of another office is noticed before anything
-- is sealed or signed with it. Nothing leads from the hash of 32 random bytes back to them.
CREATE TABLE "anjie"."key_fingerprint" (
    "key_name" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "fingerprint" BYTEA NOT NULL,

    CONSTRAINT "key_fingerprint_pkey" PRIMARY KEY ("key_name", "generation")
);

CREATE TRIGGER key_fingerprint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anjie.key_fingerprint
  FOR EACH STATEMENT EXECUTE FUNCTION anjie.append_only();
GRANT SELECT, INSERT ON "anjie"."key_fingerprint" TO anjie_app;

-- Which migrations are applied.
GRANT SELECT (migration_name, finished_at, rolled_back_at) ON public._prisma_migrations TO anjie_app;

-- When a notice could not be opened last: those behind it come first, until it is tried again.
ALTER TABLE "anjie"."publication_target" ADD COLUMN "failed_at" TIMESTAMPTZ(3);
GRANT UPDATE ("failed_at") ON "anjie"."publication_target" TO anjie_app;

-- Under which master keys case keys are wrapped is asked at each start, with millions of them too.
CREATE INDEX case_key_master ON vault.case_key (master_key) WHERE destroyed_at IS NULL;
