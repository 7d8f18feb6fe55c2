/** The bar above every page of the console: whose it is, what it is, and who is signed in. */
import { LogOut, MonitorSmartphone } from 'lucide-react'
import { Link, useSubmit } from 'react-router'
import { consoleText } from '../../languages/console-text.ts'
import { Menu } from '../../ui/float/menu.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Face } from '../../ui/show/face.tsx'
import { TenantMark } from '../../ui/show/tenant-mark.tsx'
import { initials } from '../../ui/text/initials.ts'
import { useText } from '../../ui/text/use-text.tsx'
import { ConsoleMark } from './console-mark.tsx'
import { useConsole } from './use-console.ts'

function AccountMenu() {
  const text = useText()
  const submit = useSubmit()
  const { staff } = useConsole()
  const who = (
    <span className="grid gap-0.5">
      <span className="text-dense font-medium text-ink">{staff.name}</span>
      <span>{staff.email}</span>
      <span>{consoleText(`shell.role.${staff.role}`)}</span>
    </span>
  )
  return (
    <Menu
      align="end"
      entries={[
        { type: 'words', content: who },
        { type: 'line' },
        {
          type: 'link',
          to: '/admin/account',
          label: consoleText('account.title'),
          leading: <Icon of={MonitorSmartphone} className="text-faint" />,
        },
        {
          type: 'action',
          label: text('shell.account.signOut'),
          leading: <Icon of={LogOut} className="text-faint" />,
          onSelect: () => void submit(null, { method: 'post', action: '/admin/sign-out' }),
        },
      ]}
    >
      {(trigger) => (
        <button
          type="button"
          {...trigger}
          aria-label={text('shell.account.open', {
            initials: initials(staff.name),
            name: staff.name,
          })}
          className="grid size-(--control) place-items-center rounded-full"
        >
          <Face name={staff.name} />
        </button>
      )}
    </Menu>
  )
}

export function TopBar() {
  const { operator } = useConsole()
  return (
    <header
      data-frame
      className="sticky top-0 z-5 col-span-full flex items-center gap-3 border-t-3 border-b border-t-brand border-b-line bg-side pr-2 pl-2 text-ink desk:pr-4 desk:pl-3"
    >
      <Link
        to="/admin"
        className="flex h-9 min-w-0 items-center gap-2 rounded-2 px-2 font-semibold"
      >
        <TenantMark name={operator.name} />
        <span className="truncate">{operator.name}</span>
      </Link>
      <ConsoleMark />
      <span className="grow" />
      <AccountMenu />
    </header>
  )
}
