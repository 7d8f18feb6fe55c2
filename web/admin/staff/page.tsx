/** Accounts of staff, for staff admins: who may come in, and what was done last. */
import type { Route } from './+types/page.ts'
import type { StaffRole } from '#workflows/contracts/access.ts'
import type { StaffId } from '#workflows/contracts/ids.ts'
import { consoleText } from '../../languages/console-text.ts'
import { formText } from '../../ui/form/form-text.ts'
import { Section } from '../../ui/show/section.tsx'
import { titleMeta } from '../parts/title.ts'
import { actOnConsole, notFound, readConsole } from '../read-console.ts'
import { useConsole } from '../shell/use-console.ts'
import { COLLEAGUE_ACTS } from './acts.ts'
import { DeedList } from './deed-list.tsx'
import { InviteButton } from './invite-button.tsx'
import { StaffTable } from './staff-table.tsx'

export const loader = (args: Route.LoaderArgs) => readConsole(args, (api) => api.staff.list())

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData()
  const intent = formText(form, 'intent')
  const commandId = formText(form, 'command')
  const staffId = formText(form, 'staff') as StaffId
  const role = formText(form, 'role') as StaffRole
  if (intent === 'invite') {
    const person = { name: formText(form, 'name'), email: formText(form, 'email') }
    return actOnConsole(args, (api) => api.staff.invite({ commandId, role, ...person }))
  }
  if (intent === 'role') {
    return actOnConsole(args, (api) => api.staff.setRole({ commandId, staffId, role }))
  }
  const act = COLLEAGUE_ACTS.find((known) => known === intent)
  if (act === undefined) throw notFound()
  return actOnConsole(args, (api) => api.staff[act]({ commandId, staffId }))
}

export const meta: Route.MetaFunction = ({ error }) =>
  titleMeta(error, () => consoleText('staff.title'))

export default function StaffPage({ loaderData }: Route.ComponentProps) {
  const { operator } = useConsole()
  return (
    <>
      <div className="mb-4 flex flex-wrap items-end gap-x-3 gap-y-3">
        <div className="grow">
          <h1>{consoleText('staff.title')}</h1>
          <p className="mt-1 text-soft">
            {consoleText('staff.summary', { operator: operator.name })}
          </p>
        </div>
        <InviteButton />
      </div>
      <StaffTable rows={loaderData.staff} />
      <Section title={consoleText('staff.deeds.title')} className="mt-10">
        <DeedList deeds={loaderData.deeds} />
      </Section>
    </>
  )
}
