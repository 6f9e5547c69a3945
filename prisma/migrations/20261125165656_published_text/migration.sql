-- CreateTable
CREATE TABLE "anjie"."published_text" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "published_text_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "published_text_case_id_seq_field_key" ON "anjie"."published_text"("case_id", "seq", "field");

CREATE TRIGGER published_text_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON anjie.published_text
  FOR EACH STATEMENT EXECUTE FUNCTION anjie.append_only();
GRANT SELECT, INSERT ON "anjie"."published_text" TO anjie_app;
GRANT USAGE ON SEQUENCE "anjie"."published_text_id_seq" TO anjie_app;
