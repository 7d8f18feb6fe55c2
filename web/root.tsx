/**
 * The document around every page: language, brand colour, fonts and scripts. The colour is the only style that
 * depends on data, so it is checked to be `#rrggbb` and stands in a style element with the nonce.
 */
import type { ReactNode } from 'react'
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteLoaderData,
  type LinksFunction,
} from 'react-router'
import interUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import type { Route } from './+types/root.ts'
import type { loader as tenantLoader } from './portal/shell/layout.tsx'
import type { loader as doorLoader } from './portal/sign-in/page.tsx'
import { DEFAULT_LANGUAGE, languageFor } from './languages/languages.ts'
import { ErrorPage } from './ui/page/error-page.tsx'
import { brandStyle } from './ui/brand.ts'
import { useNonce } from './ui/nonce.tsx'
import { Clock } from './ui/text/use-now.tsx'
import iconUrl from './ui/favicon.svg?url&no-inline'
import './ui/app.css'

export const links: LinksFunction = () => [
  { rel: 'preload', href: interUrl, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
  { rel: 'icon', href: iconUrl, type: 'image/svg+xml' },
]

export const loader = () => ({ loadedAt: Date.now() })

/** The time of the page load never changes; anything newer comes from the browser's own clock. */
export const shouldRevalidate = () => false

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce()
  const session = useRouteLoaderData<typeof tenantLoader>('tenant')?.session
  const door = useRouteLoaderData<typeof doorLoader>('sign-in')?.door
  const tenant = session?.tenant ?? door?.tenant
  const language = session === undefined ? DEFAULT_LANGUAGE : languageFor(session.person.locale)
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#f7f8f8" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#0d0f10" media="(prefers-color-scheme: dark)" />
        <Meta />
        <Links nonce={nonce} />
        <style
          nonce={nonce}
          suppressHydrationWarning
          dangerouslySetInnerHTML={{ __html: brandStyle(tenant?.brandColor) }}
        />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

export default function App({ loaderData }: Route.ComponentProps) {
  return (
    <Clock loadedAt={loaderData.loadedAt}>
      <Outlet />
    </Clock>
  )
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorPage error={error} />
}
