/** Home of a member whose role has no orders: what will appear here, and whom to ask. */
import { ReceiptText } from 'lucide-react'
import { Blank } from '../../ui/show/blank.tsx'
import { Section } from '../../ui/show/section.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { useSession } from '../shell/use-session.ts'

export function NothingYet() {
  const text = useText()
  const { tenant, operator } = useSession()
  const names = { tenant: tenant.name, operator: operator.name }
  return (
    <Section title={text('home.nothing.title')} className="max-w-[640px]">
      <Blank
        icon={ReceiptText}
        title={text('home.nothing.help', names)}
        help={text('home.nothing.more', names)}
      />
    </Section>
  )
}
