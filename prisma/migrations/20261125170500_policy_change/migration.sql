-- AlterTable
ALTER TABLE "anjie"."case_file" ADD COLUMN     "policy_on" DATE,
ADD COLUMN     "policy_revision" INTEGER;

-- What a case has pinned so far is what it was opened under.
UPDATE "anjie"."case_file" f
SET "policy_on" = (e."body"->'policy'->>'on')::date, "policy_revision" = (e."body"->'policy'->>'revision')::int
FROM "anjie"."record_event" e WHERE e."case_id" = f."id" AND e."seq" = 1;

ALTER TABLE "anjie"."case_file" ALTER COLUMN "policy_on" SET NOT NULL,
ALTER COLUMN "policy_revision" SET NOT NULL;

-- AlterTable
ALTER TABLE "anjie"."policy_revision" ADD COLUMN     "moves_on" DATE,
ADD COLUMN     "zones" TEXT[] DEFAULT ARRAY[]::TEXT[];
