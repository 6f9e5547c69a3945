-- Prints of what firms hand in, by which one picture is found in several cases. The worker makes them, also for papers
-- from before.
-- CreateTable
CREATE TABLE "anjie"."paper_print" (
    "paper_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "print" BYTEA NOT NULL,

    CONSTRAINT "paper_print_pkey" PRIMARY KEY ("paper_id","kind")
);

-- CreateIndex
CREATE INDEX "paper_print_print_idx" ON "anjie"."paper_print"("print");

-- CreateIndex
CREATE INDEX "paper_print_case_id_idx" ON "anjie"."paper_print"("case_id");

GRANT SELECT, INSERT, DELETE ON anjie.paper_print TO anjie_app;
