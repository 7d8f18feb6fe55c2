/** A copy of everything the portal holds about a person, for that person. */
import { Download } from 'lucide-react'
import type { Route } from './+types/page.ts'
import { Button } from '../../../ui/action/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { titleOf } from '../../shell/title-of.ts'

export const meta: Route.MetaFunction = (args) => titleOf(args, (text) => text('account.part.data'))

export default function DataPage() {
  const text = useText()
  return (
    <>
      <h1>{text('account.data.title')}</h1>
      <p className="mt-1 mb-5 max-w-[60ch] text-soft">{text('account.data.help')}</p>
      {/* A document of its own: what comes is a file, not a page. */}
      <form method="post" action="/account/data/download">
        <Button type="submit" look="primary">
          <Icon of={Download} />
          {text('account.data.download')}
        </Button>
      </form>
      <p className="mt-3 text-meta text-faint">{text('account.data.note')}</p>
    </>
  )
}
