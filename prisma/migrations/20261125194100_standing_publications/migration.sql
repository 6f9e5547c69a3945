-- AlterTable
ALTER TABLE "anjie"."publication" ADD COLUMN     "standing" BOOLEAN NOT NULL DEFAULT false;
