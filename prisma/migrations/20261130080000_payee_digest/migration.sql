-- The vault keeps each payee under the digest by which the record names it; what was accepted before lies under none.
ALTER TABLE "vault"."payee" ADD COLUMN "digest" BYTEA NOT NULL DEFAULT '\x';
ALTER TABLE "vault"."payee" ALTER COLUMN "digest" DROP DEFAULT;
ALTER TABLE "vault"."payee" DROP CONSTRAINT "payee_pkey", ADD CONSTRAINT "payee_pkey" PRIMARY KEY ("case_id", "digest");

-- Which payee was released stands in the record.
ALTER TABLE "anjie"."payout_order" DROP COLUMN "payee_digest";
