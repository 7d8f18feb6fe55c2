/** Title of the window: the page, then that it is the console. A page that failed brings its own. */
import { consoleText } from '../../languages/console-text.ts'

/** @param error of the page's `meta`: null or undefined while nothing failed */
export const titleMeta = (error: unknown, page: () => string) =>
  error === null || error === undefined
    ? [{ title: consoleText('shell.title', { page: page() }) }]
    : []
