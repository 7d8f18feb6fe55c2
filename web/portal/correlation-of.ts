/** Shared with the console, as the error page is. */
export { correlationOf } from '../ui/page/correlation-of.ts'
