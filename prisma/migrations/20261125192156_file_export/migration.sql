-- CreateTable
CREATE TABLE "anjie"."file_export" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "case_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "depth" TEXT NOT NULL,

    CONSTRAINT "file_export_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "file_export_case_id_idx" ON "anjie"."file_export"("case_id");

CREATE TRIGGER file_export_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anjie.file_export
  FOR EACH STATEMENT EXECUTE FUNCTION anjie.append_only();
GRANT SELECT, INSERT ON "anjie"."file_export" TO anjie_app;
GRANT USAGE ON SEQUENCE "anjie"."file_export_id_seq" TO anjie_app;
