-- Numbers of old registers whose matters go on here, each once. It follows from the record.
CREATE TABLE "anjie"."taken_over" (
    "case_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "register_no" TEXT NOT NULL,

    CONSTRAINT "taken_over_pkey" PRIMARY KEY ("case_id")
);

CREATE UNIQUE INDEX "taken_over_source_register_no_key" ON "anjie"."taken_over"("source", "register_no");

GRANT SELECT, INSERT, UPDATE, DELETE ON "anjie"."taken_over" TO anjie_app;
