/** The domains of the company: what to put into DNS, and what was found there. */
import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react'
import { Form } from 'react-router'
import { Button } from '../../../ui/action/button.tsx'
import { Field } from '../../../ui/form/field.tsx'
import { Input } from '../../../ui/form/input.tsx'
import { Section } from '../../../ui/show/section.tsx'
import { State } from '../../../ui/show/state.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import type { DomainView, SignOnView } from './api.ts'
import { Press } from './press.tsx'

export function Domains({ domains, mayChange }: Pick<SignOnView, 'domains' | 'mayChange'>) {
  const text = useText()
  return (
    <Section title={text('signOnSettings.domains.title')}>
      <p className="mt-2 mb-3 max-w-[60ch] text-dense text-soft">
        {text('signOnSettings.domains.help')}
      </p>
      {domains.length === 0 ? (
        <p className="text-dense text-faint">{text('signOnSettings.domains.none')}</p>
      ) : (
        <ul className="grid gap-4">
          {domains.map((domain) => (
            <Domain key={domain.id} domain={domain} mayChange={mayChange} />
          ))}
        </ul>
      )}
      {mayChange ? <AddDomain /> : null}
    </Section>
  )
}

function DomainState({ domain }: { domain: DomainView }) {
  const text = useText()
  if (domain.provenAt === null) {
    const word = text('signOnSettings.domains.waiting')
    return <State icon={CircleDashed} tone="idle" word={word} />
  }
  if (domain.missingSince !== null) {
    return <State icon={TriangleAlert} tone="warn" word={text('signOnSettings.domains.missing')} />
  }
  return <State icon={CircleCheck} tone="ok" word={text('signOnSettings.domains.proven')} />
}

function Domain({ domain, mayChange }: { domain: DomainView; mayChange: boolean }) {
  const text = useText()
  const asks = domain.provenAt === null || domain.missingSince !== null
  return (
    <li className="grid gap-2 border-t border-line pt-3 first:border-t-0 first:pt-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="font-medium">{domain.domain}</span>
        <DomainState domain={domain} />
        {mayChange ? (
          <span className="ml-auto flex gap-2 phone:ml-0">
            <Press
              does="check-domain"
              id={domain.id}
              label={text('signOnSettings.domains.check')}
            />
            <Press
              does="remove-domain"
              id={domain.id}
              look="plain"
              label={text('signOnSettings.domains.remove')}
            />
          </span>
        ) : null}
      </div>
      {asks && mayChange ? (
        <div>
          <p className="text-meta text-faint">
            {text('signOnSettings.domains.record', { domain: domain.domain })}
          </p>
          <code className="text-meta break-all select-all">{domain.proof}</code>
        </div>
      ) : null}
      {domain.missingSince === null ? null : (
        <p className="text-meta text-soft">{text('signOnSettings.domains.missingHelp')}</p>
      )}
    </li>
  )
}

function AddDomain() {
  const text = useText()
  return (
    <Form method="post" className="mt-4 flex max-w-[480px] items-end gap-2">
      <input type="hidden" name="do" value="add-domain" />
      <div className="min-w-0 grow">
        <Field label={text('signOnSettings.domains.domain')}>
          {(ids) => (
            <Input
              {...ids}
              name="domain"
              autoCapitalize="none"
              spellCheck={false}
              placeholder={text('signOnSettings.domains.example')}
            />
          )}
        </Field>
      </div>
      <Button type="submit">{text('signOnSettings.domains.add')}</Button>
    </Form>
  )
}
