/** The facts of one identity provider, folded until they are wanted; a secret is written and never shown. */
import type { ReactNode } from 'react'
import { Form, useNavigation } from 'react-router'
import { ROLE_PRESETS } from '#workflows/contracts/access.ts'
import { Button } from '../../../ui/action/button.tsx'
import { Field } from '../../../ui/form/field.tsx'
import { Input } from '../../../ui/form/input.tsx'
import { Select } from '../../../ui/form/select.tsx'
import { TextArea } from '../../../ui/form/text-area.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { useRoleName } from '../../shell/use-role-name.ts'
import type { ProviderView } from './api.ts'
import { printGroupRoles } from './read-form.ts'

interface ProviderFormProps {
  kind: 'oidc' | 'saml'
  label: string
  /** None: a new one. */
  provider?: ProviderView
}

export function ProviderForm({ kind, label, provider }: ProviderFormProps) {
  const text = useText()
  const pending = useNavigation().formData?.get('do') === 'save'
  return (
    <details className="max-w-[560px]">
      <summary className="link cursor-pointer text-dense">{label}</summary>
      <Form method="post" noValidate className="mt-3 mb-4 grid gap-4">
        <input type="hidden" name="do" value="save" />
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="id" value={provider?.id ?? ''} />
        <Line
          name="name"
          label={text('signOnSettings.form.name')}
          help={text('signOnSettings.form.nameHelp')}
          value={provider?.name}
        />
        {kind === 'oidc' ? <OidcFields provider={provider} /> : <SamlFields provider={provider} />}
        <RoleFields provider={provider} />
        <div>
          <Button
            type="submit"
            look="primary"
            pending={pending && text('signOnSettings.form.saving')}
          >
            {text('signOnSettings.form.save')}
          </Button>
        </div>
      </Form>
    </details>
  )
}

interface LineProps {
  name: string
  label: string
  help?: string
  value?: string | null | undefined
  type?: 'text' | 'password' | 'url'
}

function Line({ name, label, help, value, type = 'text' }: LineProps) {
  return (
    <Field label={label} help={help}>
      {(ids) => (
        <Input
          {...ids}
          name={name}
          type={type}
          defaultValue={value ?? ''}
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </Field>
  )
}

function Area({ name, label, help, value }: LineProps): ReactNode {
  return (
    <Field label={label} help={help}>
      {(ids) => (
        <TextArea {...ids} name={name} rows={4} spellCheck={false} defaultValue={value ?? ''} />
      )}
    </Field>
  )
}

/** A working day, or less. */
const HOURS = [1, 4, 8, 24] as const

interface Fields {
  provider: ProviderView | undefined
}

function OidcFields({ provider }: Fields) {
  const text = useText()
  return (
    <>
      <Line
        name="issuer"
        type="url"
        label={text('signOnSettings.form.issuer')}
        value={provider?.issuer}
      />
      <Line
        name="clientId"
        label={text('signOnSettings.form.clientId')}
        value={provider?.clientId}
      />
      <Line
        name="clientSecret"
        type="password"
        label={text('signOnSettings.form.clientSecret')}
        {...(provider ? { help: text('signOnSettings.form.keepSecret') } : {})}
      />
      <Field
        label={text('signOnSettings.form.maxAge')}
        help={text('signOnSettings.form.maxAgeHelp')}
      >
        {(ids) => (
          <Select {...ids} name="maxAgeMinutes" defaultValue={provider?.maxAgeMinutes ?? ''}>
            <option value="">{text('signOnSettings.form.anyAge')}</option>
            {HOURS.map((hours) => (
              <option key={hours} value={hours * 60}>
                {text('signOnSettings.form.hours', { count: hours, number: hours })}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  )
}

function SamlFields({ provider }: Fields) {
  const text = useText()
  return (
    <>
      <Line
        name="metadataUrl"
        type="url"
        label={text('signOnSettings.form.metadataUrl')}
        help={text('signOnSettings.form.metadataHelp')}
        value={provider?.metadataUrl}
      />
      <Area name="metadataXml" label={text('signOnSettings.form.metadataXml')} />
    </>
  )
}

function RoleFields({ provider }: Fields) {
  const text = useText()
  const roleName = useRoleName()
  return (
    <>
      <Field label={text('signOnSettings.form.role')}>
        {(ids) => (
          <Select {...ids} name="defaultRole" defaultValue={provider?.defaultRole ?? 'requester'}>
            {ROLE_PRESETS.map((preset) => (
              <option key={preset} value={preset}>
                {roleName({ type: 'preset', preset })}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Line
        name="groupsName"
        label={text('signOnSettings.form.groupsName')}
        value={provider?.groupsName}
      />
      <Area
        name="groupRoles"
        label={text('signOnSettings.form.groupRoles')}
        help={text('signOnSettings.form.groupRolesHelp')}
        value={printGroupRoles(provider?.groupRoles ?? [])}
      />
    </>
  )
}
