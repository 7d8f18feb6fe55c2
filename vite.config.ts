/** Builds the pages. The browser floor is what `light-dark()` and relative colours need, so nothing is lowered. */
import { reactRouter } from '@react-router/dev/vite'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'

const FRAMEWORK = /node_modules\/(react|react-dom|scheduler|react-router)\//
/** Shared by the pages. Bodies of menus and dialogs stay apart: they are fetched when they are needed. */
const PARTS =
  /\/web\/(ui|live|languages|portal)\/(?!.*(?:-body\.tsx|console))|node_modules\/lucide-react\//
/** The console's own: no page of the portal fetches any of it. */
const CONSOLE = /\/web\/(admin\/(?!.*-body\.tsx)|languages\/(en\/console\/|console-text))/

export default defineConfig({
  plugins: [tailwindcss(), reactRouter()],
  build: {
    target: ['chrome125', 'edge125', 'firefox128', 'safari18'],
    cssMinify: 'lightningcss',
  },
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            // Thirty files of 1 kB compress badly and are thirty requests; few larger ones do not.
            codeSplitting: {
              groups: [
                { name: 'framework', test: FRAMEWORK, priority: 2 },
                { name: 'parts', test: PARTS, minShareCount: 2, priority: 1 },
                { name: 'console', test: CONSOLE, minShareCount: 2, priority: 1 },
              ],
            },
          },
        },
      },
    },
  },
  // Everything the first pages need, or development reloads the page while it finds them one by one.
  optimizeDeps: {
    entries: ['web/entry.client.tsx', 'web/root.tsx', 'web/{portal,admin,ui}/**/*.tsx'],
  },
  server: { watch: { ignored: ['**/.portside/**', '**/build/**', '**/.cache/**'] } },
})
