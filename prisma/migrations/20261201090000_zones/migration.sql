-- Zones: each has a layer of law of the same name, and a unit that takes what comes in for it.
CREATE TABLE "anjie"."zone" (
    "id" TEXT NOT NULL,
    "title_zh" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "intake_unit" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "zone_pkey" PRIMARY KEY ("id")
);
REVOKE ALL ON "anjie"."zone" FROM anjie_app;
GRANT SELECT, INSERT, UPDATE ("title_zh", "title_en", "intake_unit") ON "anjie"."zone" TO anjie_app;

-- A unit that is closed keeps its cases and its name; nobody new comes into it.
ALTER TABLE "anjie"."unit" ADD COLUMN "closed_at" TIMESTAMPTZ(3);
REVOKE UPDATE, DELETE ON anjie.unit FROM anjie_app;
GRANT UPDATE ("title_zh", "title_en", "closed_at") ON anjie.unit TO anjie_app;
