-- What is kept of a paper is a keyed hash of it. Papers that were added before keep the name that they have, and are found by it.
ALTER TABLE "anjie"."paper" RENAME COLUMN "sha256" TO "digest";
