-- AlterTable
ALTER TABLE "anjie"."case_file" ADD COLUMN     "issued" BOOLEAN NOT NULL DEFAULT true;
