-- How fast tip-offs are taken in from one address, one network and everybody, and the turns that were given to those
-- who came too early. Names are keyed hashes that change every day; a row is swept when it has been at rest for a day.
CREATE TABLE "anjie"."intake_pace" (
    "bucket" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "intake_pace_pkey" PRIMARY KEY ("bucket")
);

GRANT SELECT, INSERT, UPDATE, DELETE ON "anjie"."intake_pace" TO anjie_app;
