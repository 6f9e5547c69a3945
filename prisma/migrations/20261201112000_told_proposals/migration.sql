-- Those for whom a proposal waits are told by mail, once. Nobody is told of what was answered long ago.
ALTER TABLE "anjie"."office_proposal" ADD COLUMN "told_at" TIMESTAMPTZ(3);
UPDATE "anjie"."office_proposal" SET "told_at" = "at" WHERE "state" <> 'open';
GRANT UPDATE ("told_at") ON "anjie"."office_proposal" TO anjie_app;
