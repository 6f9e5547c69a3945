-- A case as its enterprise is told of it: how many lines, when the last, at what stage, and until when it waits.
ALTER TABLE "anjie"."case_file"
  ADD COLUMN "issued_lines" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "told_stage" TEXT NOT NULL DEFAULT 'waiting',
  ADD COLUMN "told_at" TIMESTAMPTZ(3),
  ADD COLUMN "told_due_at" TIMESTAMPTZ(3);
GRANT UPDATE (issued_lines, told_stage, told_at, told_due_at) ON anjie.case_file TO anjie_app;
