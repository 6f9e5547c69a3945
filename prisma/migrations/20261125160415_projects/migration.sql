-- AlterTable
ALTER TABLE "anjie"."case_file" ADD COLUMN     "label" TEXT;

-- AlterTable
ALTER TABLE "anjie"."open_step" ADD COLUMN     "promised_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "anjie"."paper" ADD COLUMN     "material" TEXT;

-- CreateTable
CREATE TABLE "anjie"."approval_outcome" (
    "case_id" UUID NOT NULL,
    "matter" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "limit_unit" TEXT NOT NULL,
    "limit_days" INTEGER NOT NULL,
    "promise_days" INTEGER,
    "actual_days" INTEGER NOT NULL,
    "promise_broken" BOOLEAN NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "explained_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_outcome_pkey" PRIMARY KEY ("case_id")
);

-- CreateIndex
CREATE INDEX "approval_outcome_decided_at_idx" ON "anjie"."approval_outcome"("decided_at");

GRANT SELECT, INSERT, UPDATE, DELETE ON "anjie"."approval_outcome" TO anjie_app;
