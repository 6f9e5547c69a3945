-- AlterTable
ALTER TABLE "anjie"."enterprise" ADD COLUMN     "trade" TEXT,
ADD COLUMN     "zone" TEXT;

-- CreateTable
CREATE TABLE "anjie"."publication" (
    "id" UUID NOT NULL,
    "zone" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "lines" JSONB NOT NULL,
    "audience" JSONB NOT NULL,
    "person_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    "withdrawn_reason" TEXT,
    "withdrawn_by_person" UUID,
    "withdrawn_by_account" UUID,

    CONSTRAINT "publication_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anjie"."publication_target" (
    "publication_id" UUID NOT NULL,
    "enterprise_id" UUID NOT NULL,
    "case_id" UUID,

    CONSTRAINT "publication_target_pkey" PRIMARY KEY ("publication_id","enterprise_id")
);

-- CreateIndex
CREATE INDEX "publication_published_at_id_idx" ON "anjie"."publication"("published_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "publication_target_case_id_key" ON "anjie"."publication_target"("case_id");

-- CreateIndex
CREATE INDEX "publication_target_enterprise_id_idx" ON "anjie"."publication_target"("enterprise_id");

-- AddForeignKey
ALTER TABLE "anjie"."publication_target" ADD CONSTRAINT "publication_target_publication_id_fkey" FOREIGN KEY ("publication_id") REFERENCES "anjie"."publication"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was published is never edited; it is withdrawn at most, and a target is only ever given its case.
GRANT SELECT, INSERT ON "anjie"."publication" TO anjie_app;
GRANT UPDATE ("withdrawn_at", "withdrawn_reason", "withdrawn_by_person", "withdrawn_by_account") ON "anjie"."publication" TO anjie_app;
GRANT SELECT, INSERT ON "anjie"."publication_target" TO anjie_app;
GRANT UPDATE ("case_id") ON "anjie"."publication_target" TO anjie_app;
