-- CreateTable
CREATE TABLE "anjie"."training_person" (
    "case_id" UUID NOT NULL,
    "person" TEXT NOT NULL,
    "duty" TEXT NOT NULL,
    "job" TEXT,
    "since" DATE NOT NULL,
    "taught_from" DATE NOT NULL,

    CONSTRAINT "training_person_pkey" PRIMARY KEY ("case_id","person")
);

-- CreateTable
CREATE TABLE "anjie"."qualification" (
    "case_id" UUID NOT NULL,
    "person" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "issued_on" DATE NOT NULL,
    "due" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "apply_by" DATE NOT NULL,
    "expires_on" DATE NOT NULL,

    CONSTRAINT "qualification_pkey" PRIMARY KEY ("case_id","person","kind")
);

-- CreateTable
CREATE TABLE "anjie"."own_training" (
    "case_id" UUID NOT NULL,
    "person" TEXT NOT NULL,
    "course" TEXT NOT NULL,
    "held_on" DATE NOT NULL,
    "hours" INTEGER NOT NULL,

    CONSTRAINT "own_training_pkey" PRIMARY KEY ("case_id","person","course","held_on")
);

-- CreateTable
CREATE TABLE "anjie"."training_place" (
    "case_id" UUID NOT NULL,
    "session" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "cancelled" BOOLEAN NOT NULL,

    CONSTRAINT "training_place_pkey" PRIMARY KEY ("case_id","session","person")
);

-- CreateTable
CREATE TABLE "anjie"."training_session" (
    "case_id" UUID NOT NULL,
    "course" TEXT NOT NULL,
    "enrol_by" DATE NOT NULL,
    "held_on" DATE NOT NULL,
    "capacity" INTEGER NOT NULL,
    "hours" INTEGER NOT NULL,
    "planned_fen" BIGINT NOT NULL,
    "spent_fen" BIGINT NOT NULL,
    "state" TEXT NOT NULL,

    CONSTRAINT "training_session_pkey" PRIMARY KEY ("case_id")
);

-- CreateTable
CREATE TABLE "anjie"."training_result" (
    "case_id" UUID NOT NULL,
    "file" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "hours" INTEGER NOT NULL,
    "passed" BOOLEAN NOT NULL,

    CONSTRAINT "training_result_pkey" PRIMARY KEY ("case_id","file","person")
);

-- CreateIndex
CREATE INDEX "qualification_due_on_idx" ON "anjie"."qualification"("due_on");

-- CreateIndex
CREATE INDEX "training_place_session_position_idx" ON "anjie"."training_place"("session", "position");

-- CreateIndex
CREATE INDEX "training_result_file_idx" ON "anjie"."training_result"("file");

-- They hold what stands in the records: rows that no longer stand are taken out.
GRANT SELECT, INSERT, UPDATE, DELETE ON "anjie"."training_person", "anjie"."qualification", "anjie"."own_training",
  "anjie"."training_place", "anjie"."training_result" TO anjie_app;
GRANT SELECT, INSERT, UPDATE ON "anjie"."training_session" TO anjie_app;
