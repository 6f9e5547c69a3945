-- The ends of open limits that a change of law or calendar has moved, until those concerned have been told.
CREATE TABLE "anjie"."clock_move" (
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "clock" TEXT NOT NULL,
    "change" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "due_before" DATE,
    "due_after" DATE,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "clock_move_pkey" PRIMARY KEY ("case_id", "seq", "clock")
);

-- The worker asks every few seconds of whom nobody has been told.
CREATE INDEX clock_move_untold ON anjie.clock_move (change) WHERE told_at IS NULL;
GRANT SELECT, INSERT, UPDATE (told_at) ON "anjie"."clock_move" TO anjie_app;

-- Who was told of which of them. Nobody is told twice.
CREATE TABLE "anjie"."clock_move_told" (
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "clock" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "clock_move_told_pkey" PRIMARY KEY ("case_id", "seq", "clock", "person_id")
);

CREATE TRIGGER clock_move_told_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anjie.clock_move_told
  FOR EACH STATEMENT EXECUTE FUNCTION anjie.append_only();
GRANT SELECT, INSERT ON "anjie"."clock_move_told" TO anjie_app;
