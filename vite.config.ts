/** Builds the pages. The browser floor is what `light-dark()` and relative colours need, so nothing is lowered. */
import { reactRouter } from '@react-router/dev/vite'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'

const FRAMEWORK = /node_modules\/(react|react-dom|scheduler|react-router)\//
/** What lists alone are made of: other pages do without it. */
const LISTS = /\/web\/(portal|ui)\/list\/(?!.*(?:-body|\/fields|list-blank|\/?tabs)\.tsx)/
/** What pages about one thing are made of: lists do without it. */
const DETAILS = /\/web\/ui\/(show\/(timeline|facts|section)|action\/outside-link)\.tsx/
/** What tells of orders and of invoices: a page about the one does without the other. */
const ORDERS =
  /\/web\/(portal\/orders?\/(?!.*(?:-query|-body)\.tsx?)|languages\/(en|pages)\/orders\.ts)/
const INVOICES = /\/web\/portal\/invoices?\/(?!.*(?:-query|-body)\.tsx?)/
/** On every page: the shell, what it is made of, and its words. Bodies of menus and dialogs stay apart: they are fetched when they are needed. Ids are made by the console alone. */
const PARTS =
  /\/web\/(ui\/(?!list\/(?!tabs)|door\/|account\/|form\/(?!search|check)|show\/(timeline|facts|section)\.|action\/outside-link)|live|languages\/(?!console)([^/]+\.ts|en\/(common|errors|list|shell)\.ts)|portal\/([^/]+\.tsx?|shell\/|timeout\/(hold|session-end)\.))(?!.*(?:-body\.tsx|console))|\/workflows\/contracts\/(?!audit|ids\.)|node_modules\/lucide-react\/(?!.*\/icons\/(?!log-out\.))/
/** Icons of few pages would otherwise be on all of them, and the console’s on the portal’s. */
const ICONS = /node_modules\/lucide-react\/.*\/icons\/(?!(?:eye|eye-off|key-round)\.mjs)/
/** Of the door and the account: pages of a customer show neither. */
const DOOR_ICONS = /lucide-react\/.*\/icons\/(eye|eye-off|key-round)\.mjs/
/** The console's own: no page of the portal fetches any of it. */
const CONSOLE = /\/web\/(admin\/(?!.*-body\.tsx)|languages\/(en\/console\/|console-text))/

export default defineConfig({
  plugins: [tailwindcss(), reactRouter()],
  build: {
    target: ['chrome125', 'edge125', 'firefox128', 'safari18'],
    cssMinify: 'lightningcss',
    // Pages name what they load themselves; the rest is fetched on hover, and what it needs with it.
    modulePreload: false,
  },
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            // Thirty files of 1 kB compress badly and are thirty requests; few larger ones do not.
            codeSplitting: {
              groups: [
                { name: 'framework', test: FRAMEWORK, priority: 3 },
                { name: 'lists', test: LISTS, minShareCount: 2, priority: 1 },
                { name: 'details', test: DETAILS, minShareCount: 2, priority: 1 },
                { name: 'orders', test: ORDERS, minShareCount: 2, priority: 1 },
                { name: 'invoices', test: INVOICES, minShareCount: 2, priority: 1 },
                { name: 'parts', test: PARTS, minShareCount: 2, priority: 2 },
                { name: 'door', test: DOOR_ICONS, minShareCount: 2, priority: 1 },
                { name: 'parts', test: ICONS, minShareCount: 4, priority: 2 },
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
