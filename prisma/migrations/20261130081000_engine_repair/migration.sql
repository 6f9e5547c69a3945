-- Workflows that were found unable to carry their case on, and what was done about it.
CREATE TABLE "anjie"."engine_repair" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "case_number" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "action" TEXT NOT NULL,

    CONSTRAINT "engine_repair_pkey" PRIMARY KEY ("id")
);

CREATE TRIGGER engine_repair_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anjie.engine_repair
  FOR EACH STATEMENT EXECUTE FUNCTION anjie.append_only();
GRANT SELECT, INSERT ON "anjie"."engine_repair" TO anjie_app;
GRANT USAGE ON SEQUENCE "anjie"."engine_repair_id_seq" TO anjie_app;

-- The reconciler asks every few seconds what has not gone out.
CREATE INDEX effect_order_waiting ON anjie.effect_order (case_id) WHERE done_at IS NULL;
