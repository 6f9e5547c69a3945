-- In which condition a paper is kept, and whether it may be opened. Papers from before are opened as they were.
ALTER TABLE "anjie"."paper"
    ADD COLUMN "original" TEXT,
    ADD COLUMN "held" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "released" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "damaged" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "scan" TEXT NOT NULL DEFAULT 'none',
    ADD COLUMN "found" TEXT;

CREATE INDEX "paper_waiting_idx" ON "anjie"."paper"("added_at") WHERE "scan" = 'waiting';

GRANT UPDATE ("released", "scan", "found") ON "anjie"."paper" TO anjie_app;
