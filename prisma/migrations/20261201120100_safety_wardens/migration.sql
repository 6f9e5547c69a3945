-- CreateTable
CREATE TABLE "anjie"."warden_place" (
    "case_id" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "people" INTEGER NOT NULL,

    CONSTRAINT "warden_place_pkey" PRIMARY KEY ("case_id","place")
);

-- CreateTable
CREATE TABLE "anjie"."safety_warden" (
    "case_id" UUID NOT NULL,
    "warden" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "naming" TEXT NOT NULL,
    "since" DATE NOT NULL,

    CONSTRAINT "safety_warden_pkey" PRIMARY KEY ("case_id","warden")
);

GRANT SELECT, INSERT, UPDATE, DELETE ON "anjie"."warden_place", "anjie"."safety_warden" TO anjie_app;
