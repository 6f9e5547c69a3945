-- What somebody has begun to write about a case, until it is sent: sealed, theirs alone, and no part of the record.
CREATE TABLE "anjie"."draft" (
    "account_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "form" BYTEA NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("account_id","case_id","place")
);

-- CreateIndex
CREATE INDEX "draft_saved_at_idx" ON "anjie"."draft"("saved_at");

GRANT SELECT, INSERT, UPDATE, DELETE ON "anjie"."draft" TO anjie_app;
