-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "anjie";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "vault";

-- CreateTable
CREATE TABLE "anjie"."case_file" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "case_type" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "root_id" UUID NOT NULL,
    "parent_id" UUID,
    "parent_key" TEXT,
    "enterprise_id" UUID,
    "procedure_version" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "head_hash" BYTEA NOT NULL,
    "seen_seq" INTEGER NOT NULL DEFAULT 0,
    "calendar_revision" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "outcome" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "next_rung_at" TIMESTAMPTZ(3),

    CONSTRAINT "case_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anjie"."record_event" (
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT,
    "actor" JSONB NOT NULL,
    "body" JSONB NOT NULL,
    "prev_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "record_event_pkey" PRIMARY KEY ("case_id","seq")
);

-- CreateTable
CREATE TABLE "anjie"."sealed_text" (
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "field" TEXT NOT NULL,
    "ciphertext" BYTEA NOT NULL,

    CONSTRAINT "sealed_text_pkey" PRIMARY KEY ("case_id","seq","field")
);

-- CreateTable
CREATE TABLE "anjie"."open_step" (
    "case_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "opened_seq" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "assignee" UUID,
    "level" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "next_rung_at" TIMESTAMPTZ(3),

    CONSTRAINT "open_step_pkey" PRIMARY KEY ("case_id","key")
);

-- CreateTable
CREATE TABLE "anjie"."participation" (
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "root_id" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "person_id" UUID NOT NULL,

    CONSTRAINT "participation_pkey" PRIMARY KEY ("case_id","seq","person_id")
);

-- CreateTable
CREATE TABLE "anjie"."effect_order" (
    "case_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "asked_seq" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "effect_order_pkey" PRIMARY KEY ("case_id","key")
);

-- CreateTable
CREATE TABLE "anjie"."paper" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "origin" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "paper_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anjie"."idempotency_key" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "answer" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("scope","key")
);

-- CreateTable
CREATE TABLE "anjie"."refused_attempt" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "case_id" UUID,
    "person_id" UUID,
    "account_id" UUID,
    "act" TEXT NOT NULL,
    "code" TEXT NOT NULL,

    CONSTRAINT "refused_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anjie"."payout_order" (
    "case_id" UUID NOT NULL,
    "reward_case_id" UUID NOT NULL,
    "claim_code" TEXT NOT NULL,
    "amount_fen" INTEGER NOT NULL,
    "payee_digest" BYTEA,
    "batch" TEXT,
    "bank_reference" TEXT,
    "state" TEXT NOT NULL,

    CONSTRAINT "payout_order_pkey" PRIMARY KEY ("case_id")
);

-- CreateTable
CREATE TABLE "anjie"."person" (
    "id" UUID NOT NULL,
    "staff_no" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anjie"."account" (
    "id" UUID NOT NULL,
    "login" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "password_hash" TEXT NOT NULL,
    "roles" TEXT[],
    "level" INTEGER NOT NULL DEFAULT 0,
    "unit" TEXT NOT NULL,
    "enterprise_id" UUID,
    "email" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anjie"."session" (
    "token_hash" BYTEA NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "anjie"."failed_try" (
    "bucket" TEXT NOT NULL,
    "window" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "failed_try_pkey" PRIMARY KEY ("bucket","window")
);

-- CreateTable
CREATE TABLE "anjie"."unit" (
    "id" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "title_zh" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,

    CONSTRAINT "unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anjie"."enterprise" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "credit_code" TEXT NOT NULL,

    CONSTRAINT "enterprise_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anjie"."substitution" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "substitute_id" UUID NOT NULL,
    "from_date" DATE NOT NULL,
    "to_date" DATE NOT NULL,

    CONSTRAINT "substitution_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anjie"."recusal" (
    "person_id" UUID NOT NULL,
    "enterprise_id" UUID NOT NULL,

    CONSTRAINT "recusal_pkey" PRIMARY KEY ("person_id","enterprise_id")
);

-- CreateTable
CREATE TABLE "anjie"."policy_revision" (
    "revision" INTEGER NOT NULL,
    "layers" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_revision_pkey" PRIMARY KEY ("revision")
);

-- CreateTable
CREATE TABLE "anjie"."calendar_revision" (
    "calendar" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calendar_revision_pkey" PRIMARY KEY ("calendar","revision")
);

-- CreateTable
CREATE TABLE "anjie"."receipt" (
    "code_hash" BYTEA NOT NULL,
    "case_id" UUID NOT NULL,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("code_hash")
);

-- CreateTable
CREATE TABLE "vault"."case_key" (
    "case_id" UUID NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "master_key" TEXT NOT NULL,
    "destroyed_at" TIMESTAMPTZ(3),

    CONSTRAINT "case_key_pkey" PRIMARY KEY ("case_id")
);

-- CreateTable
CREATE TABLE "vault"."reporter_identity" (
    "case_id" UUID NOT NULL,
    "ciphertext" BYTEA NOT NULL,

    CONSTRAINT "reporter_identity_pkey" PRIMARY KEY ("case_id")
);

-- CreateTable
CREATE TABLE "vault"."payee" (
    "case_id" UUID NOT NULL,
    "ciphertext" BYTEA NOT NULL,

    CONSTRAINT "payee_pkey" PRIMARY KEY ("case_id")
);

-- CreateTable
CREATE TABLE "vault"."vault_opening" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "case_id" UUID NOT NULL,
    "person_id" UUID,
    "what" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,

    CONSTRAINT "vault_opening_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "case_file_number_key" ON "anjie"."case_file"("number");

-- CreateIndex
CREATE INDEX "case_file_zone_outcome_due_at_id_idx" ON "anjie"."case_file"("zone", "outcome", "due_at", "id");

-- CreateIndex
CREATE INDEX "case_file_unit_outcome_due_at_id_idx" ON "anjie"."case_file"("unit", "outcome", "due_at", "id");

-- CreateIndex
CREATE INDEX "case_file_root_id_idx" ON "anjie"."case_file"("root_id");

-- CreateIndex
CREATE INDEX "case_file_enterprise_id_idx" ON "anjie"."case_file"("enterprise_id");

-- CreateIndex
CREATE INDEX "open_step_role_unit_due_at_idx" ON "anjie"."open_step"("role", "unit", "due_at");

-- CreateIndex
CREATE INDEX "open_step_assignee_due_at_idx" ON "anjie"."open_step"("assignee", "due_at");

-- CreateIndex
CREATE INDEX "open_step_next_rung_at_idx" ON "anjie"."open_step"("next_rung_at");

-- CreateIndex
CREATE INDEX "participation_root_id_idx" ON "anjie"."participation"("root_id");

-- CreateIndex
CREATE INDEX "paper_case_id_idx" ON "anjie"."paper"("case_id");

-- CreateIndex
CREATE INDEX "refused_attempt_case_id_idx" ON "anjie"."refused_attempt"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "payout_order_reward_case_id_key" ON "anjie"."payout_order"("reward_case_id");

-- CreateIndex
CREATE UNIQUE INDEX "payout_order_claim_code_key" ON "anjie"."payout_order"("claim_code");

-- CreateIndex
CREATE UNIQUE INDEX "payout_order_bank_reference_key" ON "anjie"."payout_order"("bank_reference");

-- CreateIndex
CREATE INDEX "payout_order_batch_idx" ON "anjie"."payout_order"("batch");

-- CreateIndex
CREATE UNIQUE INDEX "person_staff_no_key" ON "anjie"."person"("staff_no");

-- CreateIndex
CREATE UNIQUE INDEX "account_login_key" ON "anjie"."account"("login");

-- CreateIndex
CREATE INDEX "account_person_id_idx" ON "anjie"."account"("person_id");

-- CreateIndex
CREATE INDEX "session_account_id_idx" ON "anjie"."session"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "enterprise_credit_code_key" ON "anjie"."enterprise"("credit_code");

-- CreateIndex
CREATE INDEX "substitution_substitute_id_idx" ON "anjie"."substitution"("substitute_id");

-- CreateIndex
CREATE UNIQUE INDEX "receipt_case_id_key" ON "anjie"."receipt"("case_id");

-- AddForeignKey
ALTER TABLE "anjie"."record_event" ADD CONSTRAINT "record_event_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "anjie"."case_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "anjie"."account" ADD CONSTRAINT "account_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "anjie"."person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "anjie"."session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "anjie"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── Rights ──────────────────────────────────────────────────────────────────
-- The record cannot be edited by the application: it has no right to, and a trigger refuses it to everybody,
-- so that an edit needs an owner who disables the trigger, and then still breaks the hash chain.

-- Semicolons are written \x3B: whoever applies migrations in process splits statements at every one.
CREATE FUNCTION anjie.append_only() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN RAISE EXCEPTION ''% is append-only'', TG_TABLE_NAME USING ERRCODE = ''insufficient_privilege''\x3B END\x3B';

CREATE TRIGGER record_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anjie.record_event
  FOR EACH STATEMENT EXECUTE FUNCTION anjie.append_only();
CREATE TRIGGER refused_attempt_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anjie.refused_attempt
  FOR EACH STATEMENT EXECUTE FUNCTION anjie.append_only();
CREATE TRIGGER vault_opening_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON vault.vault_opening
  FOR EACH STATEMENT EXECUTE FUNCTION anjie.append_only();

-- A rung fires once per opening of a step and per id, whatever runs twice above.
CREATE UNIQUE INDEX record_event_rung_once ON anjie.record_event
  (case_id, key, (body->>'openedSeq'), (body->>'rung')) WHERE kind = 'rung-fired';
CREATE INDEX case_file_behind ON anjie.case_file (moved_at) WHERE seen_seq < seq;
CREATE INDEX case_file_open ON anjie.case_file (next_rung_at) WHERE outcome IS NULL;

GRANT USAGE ON SCHEMA anjie TO anjie_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA anjie TO anjie_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA anjie TO anjie_app;
REVOKE UPDATE, DELETE ON anjie.record_event, anjie.refused_attempt, anjie.sealed_text, anjie.participation,
  anjie.policy_revision, anjie.calendar_revision FROM anjie_app;
REVOKE DELETE ON anjie.case_file, anjie.payout_order, anjie.idempotency_key, anjie.paper, anjie.person, anjie.account FROM anjie_app;

GRANT USAGE ON SCHEMA vault TO anjie_vault;
GRANT SELECT, INSERT, UPDATE, DELETE ON vault.case_key, vault.reporter_identity, vault.payee TO anjie_vault;
GRANT SELECT, INSERT ON vault.vault_opening TO anjie_vault;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA vault TO anjie_vault;
