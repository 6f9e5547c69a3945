# One image for API, worker and migrations; the command decides which. See docker-compose.yml.

FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
# The generator only insists that some engine exists; migrations bring their own. Of nine weights of each Chinese
# font two are printed with: 100 MB less.
RUN PRISMA_SCHEMA_ENGINE_BINARY="$(command -v node)" npx prisma generate \
 && npx tsx setup/prepare/console.ts \
 && npm prune --omit=dev --no-audit --no-fund \
 && find node_modules/@expo-google-fonts -name '*.ttf' ! -path '*/400Regular/*' ! -path '*/700Bold/*' -delete

FROM node:22-slim
# Two pools of memory for all threads: an eighth less of it than with a pool for each.
ENV NODE_ENV=production MALLOC_ARENA_MAX=2
WORKDIR /app
RUN mkdir -p /var/lib/anjie/keys /var/lib/anjie/evidence && chown -R node:node /var/lib/anjie
COPY --from=build /app ./
USER node
VOLUME /var/lib/anjie
EXPOSE 3000 3001
# Node itself is process 1 and gets the signal to stop.
CMD ["node", "--min-semi-space-size=4", "--max-semi-space-size=4", "--max-old-space-size=256", "--require", "tsx/cjs", "api/server.ts"]
