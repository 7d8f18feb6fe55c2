/** The error page of the portal is the one of the console too. */
export { ErrorPage } from '../ui/page/error-page.tsx'
