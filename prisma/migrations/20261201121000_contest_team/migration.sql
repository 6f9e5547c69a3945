-- CreateTable
CREATE TABLE "anjie"."contest_team" (
    "case_id" UUID NOT NULL,
    "contest" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "members" INTEGER NOT NULL,
    "points" JSONB NOT NULL,
    "total" INTEGER NOT NULL,

    CONSTRAINT "contest_team_pkey" PRIMARY KEY ("case_id")
);

-- CreateIndex
CREATE INDEX "contest_team_contest_idx" ON "anjie"."contest_team"("contest");

GRANT SELECT, INSERT, UPDATE ON anjie.contest_team TO anjie_app;
