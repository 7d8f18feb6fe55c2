/** The company and what was said with it: a tab for each that this member may see, and none where it is one. */
import '../../languages/pages/company-parts.ts'
import { Tabs } from '../../ui/list/tabs.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { useSession } from '../shell/use-session.ts'

type Part = 'company' | 'communication'

export function CompanyTabs({ current }: { current: Part }) {
  const text = useText()
  const { tenant, permissions } = useSession()
  const base = `/t/${tenant.slug}/company`
  const parts = (['company', 'communication'] as const).filter((part) =>
    permissions.includes(`${part}:view`),
  )
  if (parts.length < 2) return null
  const tabs = parts.map((part) => ({
    to: part === 'company' ? base : `${base}/communication`,
    label: text(`companyParts.${part}`),
    current: part === current,
  }))
  return <Tabs label={text('companyParts.label')} tabs={tabs} />
}
