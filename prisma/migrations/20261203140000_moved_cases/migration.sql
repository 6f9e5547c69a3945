-- Every process that has readers before it hears of a case whose record has grown, whoever wrote it: its id, and
-- whether a line was issued to its enterprise. Told with the commit, and to nobody outside of the database.
CREATE FUNCTION anjie.tell_of_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('anjie_moved', NEW.id::text
    || CASE WHEN TG_OP = 'INSERT' OR NEW.issued_lines <> OLD.issued_lines THEN ' issued' ELSE '' END);
  RETURN NULL;
END $$;

CREATE TRIGGER case_moves AFTER UPDATE OF seq ON anjie.case_file
  FOR EACH ROW WHEN (OLD.seq IS DISTINCT FROM NEW.seq) EXECUTE FUNCTION anjie.tell_of_move();
CREATE TRIGGER case_opens AFTER INSERT ON anjie.case_file
  FOR EACH ROW EXECUTE FUNCTION anjie.tell_of_move();
