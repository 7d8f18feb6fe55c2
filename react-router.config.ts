/** Framework settings. The route list is small, so it travels with the page instead of being asked for. */
import type { Config } from '@react-router/dev/config'

export default {
  appDirectory: 'web',
  // Builds lie side by side (workers/dev/web-build.ts), so that a new one never breaks a running server.
  buildDirectory: process.env['PORTSIDE_BUILD_DIR'] ?? 'build',
  ssr: true,
  routeDiscovery: { mode: 'initial' },
} satisfies Config
