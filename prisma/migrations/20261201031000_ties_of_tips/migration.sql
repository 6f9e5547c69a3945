-- Firms that a tip names before anybody has checked it, each as a hash under a key that is not in the database.
CREATE TABLE "anjie"."family_tie" (
    "root_id" UUID NOT NULL,
    "tie" BYTEA NOT NULL,

    CONSTRAINT "family_tie_pkey" PRIMARY KEY ("root_id","tie")
);
CREATE INDEX "family_tie_tie_idx" ON "anjie"."family_tie"("tie");

-- Who is recused from a family of cases by what the tip names: an interest in such a firm, or their own name (no tie).
CREATE TABLE "anjie"."family_recusal" (
    "root_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "tie" BYTEA NOT NULL,
    "lifted" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "family_recusal_pkey" PRIMARY KEY ("root_id","person_id","tie")
);
CREATE INDEX "family_recusal_person_id_idx" ON "anjie"."family_recusal"("person_id");

-- Names by which a tip concerns somebody of the office, as of their relatives: hashes too.
CREATE TABLE "anjie"."person_tie" (
    "person_id" UUID NOT NULL,
    "name_hash" BYTEA NOT NULL,

    CONSTRAINT "person_tie_pkey" PRIMARY KEY ("person_id","name_hash")
);
CREATE INDEX "person_tie_name_hash_idx" ON "anjie"."person_tie"("name_hash");

GRANT SELECT, INSERT ON "anjie"."family_tie" TO anjie_app;
GRANT UPDATE ("lifted") ON "anjie"."family_recusal" TO anjie_app;
GRANT SELECT, INSERT, DELETE ON "anjie"."family_recusal", "anjie"."person_tie" TO anjie_app;
