-- CreateTable
CREATE TABLE "anjie"."diagnosis" (
    "case_id" UUID NOT NULL,
    "campaign" TEXT NOT NULL,
    "visited_on" DATE,

    CONSTRAINT "diagnosis_pkey" PRIMARY KEY ("case_id")
);

-- CreateTable
CREATE TABLE "anjie"."diagnosis_finding" (
    "case_id" UUID NOT NULL,
    "item" TEXT NOT NULL,
    "grade" TEXT NOT NULL,
    "clause" TEXT NOT NULL,
    "situation" TEXT,
    "told_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_on" DATE,

    CONSTRAINT "diagnosis_finding_pkey" PRIMARY KEY ("case_id","item")
);

-- CreateIndex
CREATE INDEX "diagnosis_campaign_idx" ON "anjie"."diagnosis"("campaign");

GRANT SELECT, INSERT, UPDATE ON "anjie"."diagnosis" TO anjie_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "anjie"."diagnosis_finding" TO anjie_app;
