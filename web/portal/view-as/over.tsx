/** After a view by staff: why it is over. From here on the browser's own sessions count again. */
import { data, redirect } from 'react-router'
import { EyeOff } from 'lucide-react'
import type { Route } from './+types/over.ts'
import '../../languages/pages/view-as.ts'
import { sessionContext } from '../../load-context.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { cookiesOf } from '../../ui/door/cookies-of.ts'

export async function loader({ context }: Route.LoaderArgs) {
  const view = await context.get(sessionContext).view.find()
  if ('slug' in view) return redirect(`/t/${view.slug}/home`)
  const headers = cookiesOf(view)
  return data({ why: view.over ?? ('unknown' as const) }, { headers })
}

export default function ViewOver({ loaderData }: Route.ComponentProps) {
  const text = useText()
  const title = text('viewAs.over.title')
  return (
    <main className="mx-auto grid max-w-[400px] justify-items-start gap-2 px-6 pt-[16vh]">
      <title>{title}</title>
      <Icon of={EyeOff} size={20} className="text-faint" />
      <h1>{title}</h1>
      <p className="text-soft">{text(`viewAs.over.why.${loaderData.why}`)}</p>
      {/* A document of its own: nothing of the member stays in the page. */}
      <a href="/admin/tenants" className={buttonClass('secondary', 'mt-4 h-(--control) px-3')}>
        {text('viewAs.over.back')}
      </a>
    </main>
  )
}
