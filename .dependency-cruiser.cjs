/** The import matrix of ARCHITECTURE.md, one rule per row; type-only exceptions are spelled out. */
const TEST = '\\.(test|int\\.test|e2e|bench)\\.tsx?$|/(testing|bench|e2e)/'
const BROWSER =
  '^web/(portal|admin|ui|widget)/|^web/(root|entry\\.client)\\.tsx$|^web/live/use-|^web/trpc/client\\.ts$'
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    rule(
      'no-cycles',
      'Type-only edges may close a loop, value edges never.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule(
      'no-orphans',
      'Dead module.',
      {
        orphan: true,
        pathNot: `${TEST}|\\.config\\.ts$|^web/(routes|entry\\.).*|main\\.ts$|\\.d\\.ts$|\\.mjs$`,
      },
      {},
    ),
    rule(
      'contracts-are-leaf',
      'contracts import nothing but themselves and zod.',
      { path: '^workflows/contracts/', pathNot: TEST },
      { pathNot: '^workflows/contracts/|^node_modules/zod/' },
    ),
    rule(
      'flows-are-deterministic',
      'flows see contracts, messages, policies and @temporalio/workflow only.',
      { path: '^workflows/', pathNot: `^workflows/(contracts/|gateway)|${TEST}` },
      {
        pathNot:
          '^workflows/(?!gateway)|^temporal\\.config\\.ts$|^node_modules/(@temporalio/(workflow|common)|zod)/',
      },
    ),
    rule(
      'gateway-is-thin',
      'gateway: contracts, messages, temporal.config and types.',
      { path: '^workflows/gateway', pathNot: TEST },
      { path: '^(db|integrations|workers|web)/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'gateway-never-loads-flow-code',
      'only types of flows outside the worker bundle.',
      { path: '^workflows/gateway', pathNot: TEST },
      { path: '^workflows/(sync|notify|tickets)/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'config-is-pure-data',
      'temporal.config.ts has no imports.',
      { path: '^temporal\\.config\\.ts$' },
      { path: '.+' },
    ),
    rule(
      'db-knows-contracts-only',
      'The database layer is below everything but the vocabulary.',
      { path: '^db/', pathNot: TEST },
      { path: '^(integrations|workers|web)/|^workflows/(?!contracts/)|^temporal\\.config' },
    ),
    rule(
      'integrations-know-contracts-only',
      'Islands: no database, no web, no Temporal.',
      { path: '^integrations/', pathNot: TEST },
      {
        path: '^(db|workers|web)/|^workflows/(?!contracts/)|^temporal\\.config|^node_modules/@temporalio/',
      },
    ),
    rule(
      'kit-knows-no-connector',
      'The kit is below the connectors.',
      { path: '^integrations/kit/', pathNot: TEST },
      { path: '^integrations/(?!kit/)' },
    ),
    rule(
      'connectors-are-islands',
      'A connector never imports another one.',
      { path: '^integrations/([^/]+)/', pathNot: `^integrations/(kit|sandbox)/|${TEST}` },
      { path: '^integrations/[^/]+/', pathNot: '^integrations/($1|kit)/' },
    ),
    rule(
      'connectors-through-registry',
      'Outside, connectors are reached by registry.ts, messaging, storage or kit.',
      { path: '^(workers|web)/', pathNot: `${TEST}|^workers/dev/` },
      { path: '^integrations/(?!kit/|messaging/|storage/|registry\\.ts)' },
    ),
    rule('workers-do-not-know-web', '', { path: '^workers/', pathNot: TEST }, { path: '^web/' }),
    rule('web-does-not-know-workers', '', { path: '^web/', pathNot: TEST }, { path: '^workers/' }),
    rule(
      'web-reaches-temporal-by-gateway',
      '',
      { path: '^web/', pathNot: TEST },
      { path: '^workflows/(?!contracts/|gateway)' },
    ),
    rule(
      'pages-go-through-context',
      'Pages reach data by loader context and trpc/client only.',
      { path: BROWSER, pathNot: TEST },
      {
        path: '^(db|integrations|workers)/|^workflows/(?!contracts/)|^web/(server|ingress|trpc|live|auth)/',
        pathNot: '^web/trpc/client\\.ts$|^web/live/use-|^web/auth/(permissions|return-path)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    rule(
      'portal-and-admin-apart',
      '',
      { path: '^web/(portal|admin)/' },
      { path: '^web/(portal|admin)/', pathNot: '^web/$1/' },
    ),
    rule(
      'admin-queries-for-operators-only',
      '',
      {
        path: '^(web|workers)/',
        pathNot: `^web/trpc/(routers/admin|admin)|^workers/(activities|dev)/|${TEST}`,
      },
      { path: '^db/admin/' },
    ),
    rule(
      'raw-db-only-at-composition-roots',
      'Everyone else gets a TenantTx or SystemTx.',
      { path: '^(web|workers)/', pathNot: `^web/server/|^workers/(main|deps|dev)|${TEST}` },
      { path: '^db/client\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'production-does-not-import-tests',
      '',
      { pathNot: `${TEST}|^workers/dev/` },
      { path: TEST },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|\\.react-router)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
