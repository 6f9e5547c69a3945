-- CreateTable
CREATE TABLE "anjie"."chief_officer" (
    "case_id" UUID NOT NULL,
    "filing" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "post" TEXT NOT NULL,
    "filed_on" DATE NOT NULL,
    "certificate_until" DATE NOT NULL,
    "ended_on" DATE,
    "ended_as" TEXT,

    CONSTRAINT "chief_officer_pkey" PRIMARY KEY ("case_id","filing")
);

-- A person is chief safety officer of one firm at a time.
CREATE UNIQUE INDEX "chief_officer_in_office" ON "anjie"."chief_officer" ("person_id") WHERE "ended_on" IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON "anjie"."chief_officer" TO anjie_app;
