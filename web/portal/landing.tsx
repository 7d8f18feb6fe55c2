/** `/`: on to the tenant this person used last, to the door, or the words for somebody without any tenant. */
import { redirect } from 'react-router'
import { KeyRound } from 'lucide-react'
import type { Route } from './+types/landing.ts'
import '../languages/pages/sign-in.ts'
import { sessionContext } from '../load-context.ts'
import { Button } from '../ui/action/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useText } from '../ui/text/use-text.tsx'

export async function loader({ context }: Route.LoaderArgs) {
  const port = context.get(sessionContext)
  const found = await port.find()
  if (found === null) return redirect('/sign-in')
  const slug = found.lastTenant ?? found.tenants[0]?.slug
  if (slug !== undefined) return redirect(`/t/${slug}/home`)
  return port.findDoor(null)
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: loaderData.operator.name }]

export default function Landing({ loaderData }: Route.ComponentProps) {
  const text = useText()
  return (
    <main className="mx-auto grid max-w-[360px] justify-items-start gap-2 px-6 pt-[16vh]">
      <Icon of={KeyRound} size={20} className="text-faint" />
      <h1>{text('signIn.noAccess.title')}</h1>
      <p className="text-soft">
        {text('signIn.noAccess.help', { operator: loaderData.operator.name })}
      </p>
      <form method="post" action="/sign-out" className="mt-4">
        <Button type="submit">{text('signIn.noAccess.signOut')}</Button>
      </form>
    </main>
  )
}
