-- Mails as messages that have to reach somebody: who was tried by which means, and who has acknowledged. A mail from
-- before these tables has no message; what is asked for from now on has.
-- CreateTable
CREATE TABLE "anjie"."message" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "urgent" BOOLEAN NOT NULL,
    "tier" INTEGER NOT NULL DEFAULT 0,
    "acknowledge_by" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3),
    "ended" TEXT,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anjie"."message_delivery" (
    "message_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "tier" INTEGER NOT NULL,
    "channel" TEXT,
    "state" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "batch" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "message_delivery_pkey" PRIMARY KEY ("message_id","account_id")
);

-- CreateTable
CREATE TABLE "anjie"."delivery_attempt" (
    "id" BIGSERIAL NOT NULL,
    "message_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "channel" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "code" INTEGER,

    CONSTRAINT "delivery_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anjie"."message_acknowledgement" (
    "message_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "how" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_acknowledgement_pkey" PRIMARY KEY ("message_id")
);

-- CreateTable
CREATE TABLE "anjie"."account_channels" (
    "account_id" UUID NOT NULL,
    "webhook_url" TEXT,
    "phone" TEXT,
    "channels" TEXT[],
    "digest_at" INTEGER,
    "quiet_from" INTEGER,
    "quiet_to" INTEGER,

    CONSTRAINT "account_channels_pkey" PRIMARY KEY ("account_id")
);

-- CreateIndex
CREATE INDEX "message_next_at_idx" ON "anjie"."message"("next_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_case_id_key_key" ON "anjie"."message"("case_id", "key");

-- CreateIndex
CREATE INDEX "message_delivery_next_at_idx" ON "anjie"."message_delivery"("next_at");

-- CreateIndex
CREATE INDEX "message_delivery_account_id_batch_idx" ON "anjie"."message_delivery"("account_id", "batch");

-- CreateIndex
CREATE INDEX "delivery_attempt_message_id_account_id_idx" ON "anjie"."delivery_attempt"("message_id", "account_id");

CREATE TRIGGER delivery_attempt_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anjie.delivery_attempt
  FOR EACH STATEMENT EXECUTE FUNCTION anjie.append_only();
CREATE TRIGGER message_acknowledgement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anjie.message_acknowledgement
  FOR EACH STATEMENT EXECUTE FUNCTION anjie.append_only();

GRANT SELECT, INSERT, UPDATE ("tier", "acknowledge_by", "next_at", "ended") ON anjie.message TO anjie_app;
GRANT SELECT, INSERT, UPDATE ("channel", "state", "tries", "next_at", "lease_until") ON anjie.message_delivery TO anjie_app;
GRANT SELECT, INSERT ON anjie.delivery_attempt TO anjie_app;
GRANT USAGE ON SEQUENCE anjie.delivery_attempt_id_seq TO anjie_app;
GRANT SELECT, INSERT ON anjie.message_acknowledgement TO anjie_app;
GRANT SELECT, INSERT, UPDATE ON anjie.account_channels TO anjie_app;

-- A mailbox that bounces can be corrected, by a change of the office.
GRANT UPDATE ("email") ON anjie.account TO anjie_app;
