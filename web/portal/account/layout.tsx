/** A person's own account, outside of any tenant: a way back, one heading, and a tab for each part. */
import { ArrowLeft } from 'lucide-react'
import { Link, Outlet, useLocation } from 'react-router'
import type { Route } from './+types/layout.ts'
import '../../languages/pages/account.ts'
import '../../languages/pages/sign-in.ts'
import { sessionContext } from '../../load-context.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Tabs } from '../../ui/list/tabs.tsx'
import { ErrorPage } from '../../ui/page/error-page.tsx'
import { useFocusHeading } from '../../ui/page/use-focus-heading.ts'
import { Face } from '../../ui/show/face.tsx'
import { Announcer } from '../../ui/text/announcer.tsx'
import { useText, VoiceProvider } from '../../ui/text/use-text.tsx'
import { readPortal } from '../read-portal.ts'
import { SessionEnd } from '../timeout/session-end.tsx'
import type { AccountView } from './account-api.ts'

export async function loader(args: Route.LoaderArgs) {
  const account = await readPortal(args, (portal) => portal.account.get())
  const last = (await args.context.get(sessionContext).find())?.lastTenant ?? null
  const tenants = account.tenants
  return { account, home: tenants.find(({ slug }) => slug === last) ?? tenants[0] ?? null }
}

const PARTS = ['profile', 'security', 'sessions', 'data'] as const
const pathOf = (part: (typeof PARTS)[number]): string =>
  part === 'profile' ? '/account' : `/account/${part}`

function Bar({ account, home }: Pick<Route.ComponentProps['loaderData'], 'account' | 'home'>) {
  const text = useText()
  const name = home?.name ?? account.operator.name
  return (
    <header className="sticky top-0 z-5 flex h-(--top) items-center gap-2 border-b border-line bg-side px-2 desk:px-4">
      <Link
        to={home === null ? '/' : `/t/${home.slug}/home`}
        className={buttonClass('plain', 'h-(--control) min-w-0 shrink px-2')}
      >
        <Icon of={ArrowLeft} />
        <span className="truncate">{text('account.back', { name })}</span>
      </Link>
      <span className="ml-auto flex min-w-0 items-center gap-2 text-meta text-faint">
        <span className="truncate phone:hidden">{account.person.email}</span>
        <Face name={account.person.name} />
      </span>
    </header>
  )
}

function Frame({
  account,
  home,
}: {
  account: AccountView
  home: AccountView['tenants'][0] | null
}) {
  const text = useText()
  const { pathname } = useLocation()
  useFocusHeading()
  const tabs = PARTS.map((part) => {
    const to = pathOf(part)
    const current = part === 'profile' ? pathname === to : pathname.startsWith(to)
    return { to, label: text(`account.part.${part}`), current }
  })
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[var(--top)_1fr]">
      <Bar account={account} home={home} />
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-[720px] px-4 pt-5 pb-12 outline-none desk:px-6 desk:pt-8"
      >
        <p className="mb-1 text-meta font-medium text-faint">{text('account.title')}</p>
        <Tabs label={text('account.parts')} tabs={tabs} />
        <Outlet />
      </main>
      <SessionEnd personId={account.person.id} {...account.session} />
      <Announcer />
    </div>
  )
}

export default function AccountLayout({ loaderData }: Route.ComponentProps) {
  const { account, home } = loaderData
  const { locale, timeZone } = account.person
  return (
    <VoiceProvider locale={locale} timeZone={timeZone ?? account.zone}>
      <Frame account={account} home={home} />
    </VoiceProvider>
  )
}

export const ErrorBoundary = ({ error }: Route.ErrorBoundaryProps) => <ErrorPage error={error} />
