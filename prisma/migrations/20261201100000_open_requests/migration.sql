-- What one person has asked for and another has to answer, for the list of those who may. It follows from the record;
-- a request from before this table enters it with the next line of its case.
CREATE TABLE "anjie"."open_request" (
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "answer" TEXT NOT NULL,
    "key" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "barred" UUID[],

    CONSTRAINT "open_request_pkey" PRIMARY KEY ("case_id","seq","role")
);

CREATE INDEX "open_request_role_asked_at_idx" ON "anjie"."open_request"("role", "asked_at");

GRANT SELECT, INSERT, UPDATE, DELETE ON "anjie"."open_request" TO anjie_app;
