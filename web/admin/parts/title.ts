/** Title of the window: the page, then that it is the console. A page that failed brings its own. */
import { consoleText } from '../../languages/console-text.ts'

export const titleMeta = (page: string) => [{ title: consoleText('shell.title', { page }) }]
