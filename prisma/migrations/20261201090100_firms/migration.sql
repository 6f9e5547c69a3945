-- Firms that have ended, and rows that turned out to be one firm. Neither is deleted: what was written about them stays.
ALTER TABLE "anjie"."enterprise" ADD COLUMN "closed_at" TIMESTAMPTZ(3), ADD COLUMN "merged_into" UUID;
CREATE INDEX "enterprise_merged_into_idx" ON "anjie"."enterprise"("merged_into") WHERE "merged_into" IS NOT NULL;
REVOKE UPDATE, DELETE ON anjie.enterprise FROM anjie_app;
-- Which firm a row is, by its code, is never written again.
GRANT UPDATE ("name", "trade", "zone", "address", "aliases", "closed_at", "merged_into") ON anjie.enterprise TO anjie_app;

-- A case is about the firm that stays, whoever writes it and whatever its record calls the firm: a move that began
-- before two rows were joined, a finding that names the row that went out, or the table built anew.
CREATE FUNCTION anjie.surviving_enterprise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE survivor uuid;
BEGIN
  -- Held until the end of the transaction: a firm is not merged while a case of it is being written.
  SELECT merged_into INTO survivor FROM anjie.enterprise WHERE id = NEW.enterprise_id FOR SHARE;
  NEW.enterprise_id := coalesce(survivor, NEW.enterprise_id);
  RETURN NEW;
END $$;
CREATE TRIGGER case_of_surviving_enterprise BEFORE INSERT ON anjie.case_file
  FOR EACH ROW WHEN (NEW.enterprise_id IS NOT NULL) EXECUTE FUNCTION anjie.surviving_enterprise();
CREATE TRIGGER case_of_surviving_enterprise_later BEFORE UPDATE OF enterprise_id ON anjie.case_file
  FOR EACH ROW WHEN (NEW.enterprise_id IS NOT NULL AND NEW.enterprise_id IS DISTINCT FROM OLD.enterprise_id)
  EXECUTE FUNCTION anjie.surviving_enterprise();
