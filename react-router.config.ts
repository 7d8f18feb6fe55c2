/** Framework settings. A page names the routes it leads to and no others: the console's are not the portal's. */
import type { Config } from '@react-router/dev/config'

export default {
  appDirectory: 'web',
  // Builds lie side by side (workers/dev/web-build.ts), so that a new one never breaks a running server.
  buildDirectory: process.env['PORTSIDE_BUILD_DIR'] ?? 'build',
  ssr: true,
} satisfies Config
