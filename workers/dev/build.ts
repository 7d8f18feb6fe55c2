/** `npm run build`: makes the production build of the pages, unless the one there is still good. */
import { buildWeb } from './web-build.ts'

const log = (line: string): void => console.log(line)

try {
  log((await buildWeb({ log })) ? 'Built.' : 'The build is current.')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
