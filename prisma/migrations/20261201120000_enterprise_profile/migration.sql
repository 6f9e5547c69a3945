-- CreateTable
CREATE TABLE "anjie"."enterprise_profile" (
    "enterprise_id" UUID NOT NULL,
    "sector" TEXT NOT NULL,
    "above_scale" BOOLEAN NOT NULL,
    "staff_count" INTEGER NOT NULL,
    "front_line_count" INTEGER NOT NULL,

    CONSTRAINT "enterprise_profile_pkey" PRIMARY KEY ("enterprise_id")
);

GRANT SELECT, INSERT, UPDATE ON anjie.enterprise_profile TO anjie_app;
