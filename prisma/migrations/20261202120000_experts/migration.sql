-- Persons whom a case names: for some readers it exists by that alone. No case from before names anybody so.
ALTER TABLE "anjie"."case_file" ADD COLUMN     "named" UUID[] DEFAULT ARRAY[]::UUID[];
CREATE INDEX "case_file_named_idx" ON "anjie"."case_file" USING gin ("named") WHERE "named" <> '{}';


-- CreateTable
CREATE TABLE "anjie"."expert" (
    "person_id" UUID NOT NULL,
    "fee_class" TEXT NOT NULL,
    "from_on" DATE NOT NULL,
    "until_on" DATE NOT NULL,
    "latitude_e6" INTEGER NOT NULL,
    "longitude_e6" INTEGER NOT NULL,

    CONSTRAINT "expert_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "anjie"."expert_skill" (
    "person_id" UUID NOT NULL,
    "skill" TEXT NOT NULL,
    "main" BOOLEAN NOT NULL,

    CONSTRAINT "expert_skill_pkey" PRIMARY KEY ("person_id","skill")
);

-- CreateTable
CREATE TABLE "anjie"."expert_tie" (
    "person_id" UUID NOT NULL,
    "enterprise_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "ended_on" DATE,

    CONSTRAINT "expert_tie_pkey" PRIMARY KEY ("person_id","enterprise_id","kind")
);

-- CreateTable
CREATE TABLE "anjie"."expert_engagement" (
    "case_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "person_id" UUID NOT NULL,
    "skill" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "invited_at" TIMESTAMPTZ(3) NOT NULL,
    "reply" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "served" BOOLEAN NOT NULL,
    "rating" INTEGER,
    "fee_fen" BIGINT,

    CONSTRAINT "expert_engagement_pkey" PRIMARY KEY ("case_id","round")
);

-- CreateIndex
CREATE INDEX "expert_skill_skill_idx" ON "anjie"."expert_skill"("skill");

-- CreateIndex
CREATE INDEX "expert_engagement_person_id_idx" ON "anjie"."expert_engagement"("person_id");

GRANT UPDATE ("named") ON "anjie"."case_file" TO anjie_app;
GRANT SELECT, INSERT, UPDATE ON "anjie"."expert", "anjie"."expert_tie" TO anjie_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "anjie"."expert_skill", "anjie"."expert_engagement" TO anjie_app;
