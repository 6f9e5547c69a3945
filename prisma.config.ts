import { defineConfig } from 'prisma/config';

// No address of a database stands here: migrations run through setup/migrate.ts.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
