-- Whose fund a line and an award are of, and in which zone, as the record of the case says: the zone's sums then need no
-- look at each case.
ALTER TABLE "anjie"."fund_entry" ADD COLUMN "zone" TEXT, ADD COLUMN "firm" UUID;
ALTER TABLE "anjie"."fund_award" ADD COLUMN "zone" TEXT, ADD COLUMN "firm" UUID;

-- The lines stay as they are: what is added stands in their records.
ALTER TABLE anjie.fund_entry DISABLE TRIGGER fund_entry_append_only;
UPDATE anjie.fund_entry e SET zone = o.body ->> 'zone', firm = (o.body #>> '{input,enterpriseId}')::uuid
FROM anjie.record_event o WHERE o.case_id = e.case_id AND o.seq = 1;
ALTER TABLE anjie.fund_entry ENABLE TRIGGER fund_entry_append_only;
UPDATE anjie.fund_award a SET zone = o.body ->> 'zone', firm = (o.body #>> '{input,enterpriseId}')::uuid
FROM anjie.record_event o WHERE o.case_id = a.case_id AND o.seq = 1;

ALTER TABLE "anjie"."fund_entry" ALTER COLUMN "zone" SET NOT NULL, ALTER COLUMN "firm" SET NOT NULL;
ALTER TABLE "anjie"."fund_award" ALTER COLUMN "zone" SET NOT NULL, ALTER COLUMN "firm" SET NOT NULL;

-- Views of a system look at its cases alone, however many others there are.
CREATE INDEX "case_file_case_type_idx" ON "anjie"."case_file"("case_type");
