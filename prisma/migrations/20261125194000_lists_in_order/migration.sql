-- Lists are read in their order and end with the page, however many cases there are. What has no due time comes last.
CREATE INDEX case_file_by_due ON anjie.case_file ((coalesce(due_at, 'infinity'::timestamptz)), id);
CREATE INDEX case_file_of_unit_by_due ON anjie.case_file (unit, (coalesce(due_at, 'infinity'::timestamptz)), id);
CREATE INDEX case_file_by_opening ON anjie.case_file (opened_at, id);

-- Nothing reads in these orders.
DROP INDEX anjie.case_file_zone_outcome_due_at_id_idx;
DROP INDEX anjie.case_file_unit_outcome_due_at_id_idx;
