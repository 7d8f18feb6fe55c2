/** The last step: everybody through single sign-on, but for one administrator should it fail. */
import { ShieldCheck } from 'lucide-react'
import { Form } from 'react-router'
import { Button } from '../../../ui/action/button.tsx'
import { Field } from '../../../ui/form/field.tsx'
import { Select } from '../../../ui/form/select.tsx'
import { Note } from '../../../ui/show/note.tsx'
import { Section } from '../../../ui/show/section.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { useSession } from '../../shell/use-session.ts'
import type { SignOnView } from './api.ts'
import { Press } from './press.tsx'

export function Enforcement({ view }: { view: SignOnView }) {
  const text = useText()
  const { tenant } = useSession()
  const { admins, breakGlassId, isEnforced, mayChange } = view
  const name = admins.find(({ id }) => id === breakGlassId)?.name ?? '—'
  return (
    <Section title={text('signOnSettings.enforce.title')} className="mt-8">
      {isEnforced ? (
        <div className="mt-3 grid gap-3">
          <Note icon={ShieldCheck} tone="ok">
            {text('signOnSettings.enforce.isOn', { name })}
          </Note>
          {mayChange ? <Press does="allow" label={text('signOnSettings.enforce.off')} /> : null}
        </div>
      ) : (
        <>
          <p className="mt-2 mb-3 max-w-[60ch] text-dense text-soft">
            {text('signOnSettings.enforce.help', { tenant: tenant.name })}
          </p>
          {mayChange ? <Enforce view={view} /> : null}
        </>
      )}
    </Section>
  )
}

function Enforce({ view: { domains, providers, admins } }: { view: SignOnView }) {
  const text = useText()
  const isReady =
    domains.some(({ provenAt }) => provenAt !== null) &&
    providers.some(({ state }) => state === 'active')
  if (isReady) return <EnforceForm admins={admins} />
  return <p className="text-dense text-faint">{text('signOnSettings.enforce.later')}</p>
}

function EnforceForm({ admins }: Pick<SignOnView, 'admins'>) {
  const text = useText()
  const { person } = useSession()
  return (
    <Form method="post" className="grid max-w-[480px] gap-4">
      <input type="hidden" name="do" value="enforce" />
      <Field label={text('signOnSettings.enforce.breakGlass')}>
        {(ids) => (
          <Select {...ids} name="breakGlassId" defaultValue={person.id}>
            {admins.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div>
        <Button type="submit" look="primary">
          {text('signOnSettings.enforce.on')}
        </Button>
      </div>
    </Form>
  )
}
