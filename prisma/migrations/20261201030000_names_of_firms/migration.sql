-- What a firm is called beside its registered name, and its registered address: texts to it may say them, and tips name it by them.
ALTER TABLE "anjie"."enterprise" ADD COLUMN "address" TEXT,
ADD COLUMN "aliases" TEXT[] DEFAULT ARRAY[]::TEXT[];
