-- AlterTable
ALTER TABLE "anjie"."record_event" ADD COLUMN     "position" BIGSERIAL NOT NULL;

GRANT USAGE ON SEQUENCE "anjie"."record_event_position_seq" TO anjie_app;
