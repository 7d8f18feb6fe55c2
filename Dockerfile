# One image, two commands: `node web/server/main.ts` (the default) and `node workers/main.ts`. The same image also
# prepares a database (`node workers/dev/deployment/setup.ts`) and enters customers (`node db/seed.ts --spec FILE`).
# No secret is read while it is built, and none of its layers holds one.

# The version of the package "node" in package.json, which every script of the project runs on; a test compares them.
ARG NODE_VERSION=24.21.0

# glibc, not musl: Temporal's native part is built for it.
FROM node:${NODE_VERSION}-bookworm-slim AS base
WORKDIR /app
COPY package.json package-lock.json ./

# No install script runs in any stage: nothing here needs one, and that of "node" would fetch a second Node.
FROM base AS build
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY react-router.config.ts vite.config.ts tsconfig.json temporal.config.ts ./
COPY db ./db
COPY integrations ./integrations
COPY web ./web
COPY workers ./workers
COPY workflows ./workflows
RUN NODE_ENV=production node_modules/.bin/react-router build
# The worker finds the bundle of its workflows ready: it starts faster and needs no folder to write to.
RUN node --input-type=module --eval "await (await import('/app/workers/bundle.ts')).buildWorkflowBundle('/app/data/bundles')"

FROM base AS dependencies
# Temporal's package carries its native part for five systems, of which this image is one.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
    ! -name '*-linux-gnu' -exec rm -r {} +

FROM base
# Temporal's native part takes the authorities it trusts from the system; Node brings its own.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production PORT=3000 PORTSIDE_DATA_DIR=/app/data
COPY --from=dependencies /app/node_modules ./node_modules
# Server code runs as it stands, Node strips the types; only pages are built.
COPY temporal.config.ts ./
COPY db ./db
COPY integrations ./integrations
COPY web ./web
COPY workers ./workers
COPY workflows ./workflows
COPY --from=build /app/build ./build
COPY --from=build /app/data ./data
# Everything above belongs to root, so a process that was taken over cannot change its own code.
USER node
EXPOSE 3000
# Alive, not ready: with Temporal down web still takes webhooks in and shows pages. The worker has a check of its own.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "workers/dev/deployment/web-health.ts"]
CMD ["node", "web/server/main.ts"]
