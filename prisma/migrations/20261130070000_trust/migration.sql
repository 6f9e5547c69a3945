-- Each line bears a seal that nobody can make who holds the database alone.
ALTER TABLE "anjie"."record_event" ADD COLUMN "seal" BYTEA NOT NULL DEFAULT '\x';

-- What may be written again is granted by column: never what a case is, whose it is, what is paid, whose a receipt is.
REVOKE UPDATE ON anjie.case_file, anjie.payout_order, anjie.receipt, anjie.paper FROM anjie_app;
GRANT UPDATE (seq, head_hash, seen_seq, stage, outcome, moved_at, closed_at, due_at, next_rung_at, enterprise_id, issued,
  calendar_revision, policy_revision, policy_on) ON anjie.case_file TO anjie_app;
GRANT UPDATE (state, payee_digest, batch, bank_reference) ON anjie.payout_order TO anjie_app;

-- A record only grows, and so does what is said of its length.
CREATE FUNCTION anjie.record_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq < OLD.seq OR (NEW.seq = OLD.seq AND NEW.head_hash <> OLD.head_hash) THEN
    RAISE EXCEPTION 'a record only grows';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_file_only_grows BEFORE UPDATE OF seq, head_hash ON anjie.case_file
  FOR EACH ROW EXECUTE FUNCTION anjie.record_only_grows();
