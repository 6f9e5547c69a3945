-- Lists tell on which day a case began, and are in no finer order.
DROP INDEX "anjie"."case_file_by_opening";
CREATE INDEX case_file_by_opening ON anjie.case_file (((opened_at AT TIME ZONE 'Asia/Shanghai')::date), id);
