/** The settings of a tenant: one heading, and a tab for each part that this member may see. */
import { Outlet, useLocation } from 'react-router'
import '../../languages/pages/settings.ts'
import { Tabs } from '../../ui/list/tabs.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { useSession } from '../shell/use-session.ts'
import { settingsFor } from './parts.ts'

export default function SettingsLayout() {
  const text = useText()
  const { pathname } = useLocation()
  const { tenant, permissions } = useSession()
  const tabs = settingsFor(permissions).map(({ name, path }) => {
    const to = `/t/${tenant.slug}/settings/${path}`
    return { to, label: text(`settings.part.${name}`), current: pathname.startsWith(to) }
  })
  return (
    <>
      <p className="mb-1 text-meta font-medium text-faint">{text('settings.title')}</p>
      <Tabs label={text('settings.parts')} tabs={tabs} />
      <Outlet />
    </>
  )
}
