-- AlterTable
ALTER TABLE "anjie"."account" ADD COLUMN     "password_tag" BYTEA;
GRANT UPDATE ("password_tag") ON anjie.account TO anjie_app;

-- AlterTable
ALTER TABLE "anjie"."session" ADD COLUMN     "strong_until" TIMESTAMPTZ(3);

-- The second factor of accounts; secrets are sealed, recovery codes are keyed hashes.
CREATE TABLE "anjie"."second_factor" (
    "account_id" UUID NOT NULL,
    "secret" BYTEA,
    "pending" BYTEA,
    "enrolled_at" TIMESTAMPTZ(3),
    "last_step" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "second_factor_pkey" PRIMARY KEY ("account_id")
);
GRANT SELECT, INSERT, UPDATE, DELETE ON "anjie"."second_factor" TO anjie_app;

CREATE TABLE "anjie"."recovery_code" (
    "account_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("account_id","hash")
);
GRANT SELECT, INSERT, UPDATE ("used_at"), DELETE ON "anjie"."recovery_code" TO anjie_app;

-- Many failed tries at one door, by ten minutes. What an auditor reads is never taken away.
CREATE TABLE "anjie"."door_attack" (
    "id" BIGSERIAL NOT NULL,
    "door" TEXT NOT NULL,
    "against" TEXT NOT NULL,
    "window" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL,
    "networks" INTEGER NOT NULL,

    CONSTRAINT "door_attack_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "door_attack_door_against_window_key" ON "anjie"."door_attack"("door", "against", "window");
GRANT SELECT, INSERT, UPDATE ("tries", "networks") ON "anjie"."door_attack" TO anjie_app;
GRANT USAGE ON SEQUENCE "anjie"."door_attack_id_seq" TO anjie_app;
