/** The passkeys of a person, by the names they gave them. */
import { KeyRound } from 'lucide-react'
import { Button } from '../../../ui/action/button.tsx'
import { Input } from '../../../ui/form/input.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Section } from '../../../ui/show/section.tsx'
import { useFormat, useText } from '../../../ui/text/use-text.tsx'
import type { PasskeyView } from '../account-api.ts'
import { Failed } from '../answer.tsx'
import { PasskeyAdd } from './passkey-add.tsx'
import { SECURITY, useSecurity } from './use-security.ts'

export function PasskeysSection({ passkeys }: { passkeys: PasskeyView[] }) {
  const text = useText()
  return (
    <Section title={text('account.passkeys.title')}>
      <div className="grid gap-4 pt-4">
        <p className="max-w-[60ch] text-soft">{text('account.passkeys.help')}</p>
        {passkeys.length === 0 ? (
          <p className="text-faint">{text('account.passkeys.none')}</p>
        ) : (
          <ul className="grid divide-y divide-line border-y border-line">
            {passkeys.map((key) => (
              <PasskeyRow key={key.id} passkey={key} />
            ))}
          </ul>
        )}
        <PasskeyAdd />
      </div>
    </Section>
  )
}

function PasskeyRow({ passkey }: { passkey: PasskeyView }) {
  const text = useText()
  const { fetcher, pending, found } = useSecurity()
  const { id, name } = passkey
  return (
    <li className="grid gap-2 py-3">
      {found?.type === 'failed' ? <Failed why={found.why} attempt={found.at} /> : null}
      <fetcher.Form
        method="post"
        action={SECURITY}
        className="flex flex-wrap items-center gap-x-2 gap-y-2"
      >
        <input type="hidden" name="id" value={id} />
        <Icon of={KeyRound} className="text-faint" />
        <span className="min-w-[160px] grow">
          <Input
            name="name"
            aria-label={text('account.passkeys.name')}
            maxLength={80}
            defaultValue={name}
          />
        </span>
        <Button
          type="submit"
          name="intent"
          value="key-rename"
          aria-label={text('account.passkeys.renameOf', { name })}
          pending={pending && text('account.saving')}
        >
          {text('account.passkeys.rename')}
        </Button>
        <Button
          type="submit"
          name="intent"
          value="key-remove"
          look="plain"
          aria-label={text('account.passkeys.removeOf', { name })}
        >
          {text('account.passkeys.remove')}
        </Button>
      </fetcher.Form>
      <Times passkey={passkey} />
    </li>
  )
}

function Times({ passkey }: { passkey: PasskeyView }) {
  const text = useText()
  const format = useFormat()
  const dayOf = (at: string): string => format.day(format.dateOf(new Date(at)), 'year')
  const { createdAt, lastUsedAt } = passkey
  return (
    <p className="text-meta text-faint">
      {text('account.passkeys.since', { date: dayOf(createdAt) })},{' '}
      {lastUsedAt === null
        ? text('account.passkeys.unused')
        : text('account.passkeys.used', { date: dayOf(lastUsedAt) })}
    </p>
  )
}
