/** What the company asks of everybody who signs in: a second factor, and how long a session lasts. */
import { CircleCheck } from 'lucide-react'
import { Form, useNavigation } from 'react-router'
import type { Route } from './+types/page.ts'
import { Button } from '../../../ui/action/button.tsx'
import { Note } from '../../../ui/show/note.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { actOnPortal } from '../../act-portal.ts'
import { readPortal } from '../../read-portal.ts'
import { titleOf } from '../../shell/title-of.ts'
import { useSession } from '../../shell/use-session.ts'
import { FormProblem } from '../form-problem.tsx'
import { SecurityFields } from './security-fields.tsx'
import { readRules } from './rules.ts'

export const loader = (args: Route.LoaderArgs) =>
  readPortal(args, (portal) => portal.security.get())

export async function action(args: Route.ActionArgs) {
  const rules = readRules(await args.request.formData())
  return { at: Date.now(), ...(await actOnPortal(args, (portal) => portal.security.update(rules))) }
}

export const meta: Route.MetaFunction = (args) =>
  titleOf(args, (text) => text('settings.part.security'))

function Answer({ outcome }: { outcome: Route.ComponentProps['actionData'] }) {
  const text = useText()
  if (outcome === undefined) return null
  if (outcome.type === 'failed') return <FormProblem why={outcome.why} attempt={outcome.at} />
  if (outcome.result.type === 'refused') {
    return <FormProblem words={text('settings.security.ownFactor')} attempt={outcome.at} />
  }
  return (
    <Note icon={CircleCheck} tone="ok">
      {text('settings.saved')}
    </Note>
  )
}

export default function SecurityPage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const { tenant } = useSession()
  const pending = useNavigation().formMethod === 'POST'
  return (
    <>
      <h1>{text('settings.security.title')}</h1>
      <p className="mt-1 mb-6 max-w-[60ch] text-soft">
        {text('settings.security.intro', { tenant: tenant.name })}
      </p>
      <Form method="post" noValidate className="grid max-w-[480px] gap-6">
        <Answer outcome={actionData} />
        <SecurityFields rules={loaderData} />
        {loaderData.mayChange ? (
          <div>
            <Button type="submit" look="primary" pending={pending && text('settings.saving')}>
              {text('settings.save')}
            </Button>
          </div>
        ) : null}
      </Form>
    </>
  )
}
