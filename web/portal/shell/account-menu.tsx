/** Who is signed in, in which role, and the way out. */
import { CircleUser, DoorOpen, LogOut } from 'lucide-react'
import { useSubmit } from 'react-router'
import { Menu, type MenuEntry } from '../../ui/float/menu.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Face } from '../../ui/show/face.tsx'
import { initials } from '../../ui/text/initials.ts'
import { useText } from '../../ui/text/use-text.tsx'
import { placesFor } from './places.ts'
import { useRoleName } from './use-role-name.ts'
import { useSession } from './use-session.ts'

const WAYS_OUT = { signOut: '/sign-out', endView: '/view-as/end' } as const

function useEntries(): MenuEntry[] {
  const text = useText()
  const submit = useSubmit()
  const { person, tenant, role, viewAs, permissions } = useSession()
  // What leads out of a view leaves the member's own session alone.
  const out = viewAs === null ? 'signOut' : 'endView'
  const roleName = useRoleName()
  // A phone has no room for it in its bar.
  const settings = placesFor(permissions).find(({ name }) => name === 'settings')
  const who = (
    <span className="grid gap-0.5">
      <span className="text-dense font-medium text-ink">{person.name}</span>
      <span>{person.email}</span>
      <span>{text('shell.account.role', { role: roleName(role), tenant: tenant.name })}</span>
    </span>
  )
  return [
    { type: 'words', content: who },
    { type: 'line' },
    {
      type: 'link',
      to: '/account',
      label: text('shell.account.own'),
      leading: <Icon of={CircleUser} className="text-faint" />,
    },
    ...(settings === undefined
      ? []
      : [
          {
            type: 'link' as const,
            to: `/t/${tenant.slug}/${settings.path}`,
            label: text('shell.place.settings'),
            leading: <Icon of={settings.icon} className="text-faint" />,
          },
        ]),
    {
      type: 'link',
      to: `/t/${tenant.slug}/leave`,
      label: text('shell.account.leave', { tenant: tenant.name }),
      leading: <Icon of={DoorOpen} className="text-faint" />,
    },
    {
      type: 'action',
      label: text(`shell.account.${out}`),
      leading: <Icon of={LogOut} className="text-faint" />,
      onSelect: () => void submit(null, { method: 'post', action: WAYS_OUT[out] }),
    },
  ]
}

export function AccountMenu() {
  const text = useText()
  const { person } = useSession()
  return (
    <Menu align="end" entries={useEntries()}>
      {(trigger) => (
        <button
          type="button"
          {...trigger}
          aria-label={text('shell.account.open', {
            initials: initials(person.name),
            name: person.name,
          })}
          className="grid size-(--control) place-items-center rounded-full"
        >
          <Face name={person.name} />
        </button>
      )}
    </Menu>
  )
}
