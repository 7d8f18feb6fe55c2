/** Whose portal this is, and the way to the others this person belongs to. */
import { ChevronsUpDown } from 'lucide-react'
import { Link } from 'react-router'
import { Menu, type MenuEntry } from '../../ui/float/menu.tsx'
import { Icon } from '../../ui/icon.tsx'
import { TenantMark } from '../../ui/show/tenant-mark.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { useRoleName } from './use-role-name.ts'
import { useSession } from './use-session.ts'

const NAME =
  'flex h-9 min-w-0 items-center gap-2 rounded-2 px-2 font-semibold phone:h-(--control) wide:w-[calc(var(--side)-24px)]'

export function TenantMenu() {
  const text = useText()
  const { tenant, tenants } = useSession()
  const roleName = useRoleName()
  const words = (
    <>
      <TenantMark name={tenant.name} />
      <span className="truncate">{tenant.name}</span>
    </>
  )
  if (tenants.length < 2) {
    return (
      <Link to={`/t/${tenant.slug}/home`} className={`${NAME} phone:mr-auto`}>
        {words}
      </Link>
    )
  }
  const entries: MenuEntry[] = [
    { type: 'words', content: text('shell.tenant.menu') },
    ...tenants.map(({ slug, name, role, gate }): MenuEntry => ({
      type: 'link',
      to: `/t/${slug}/home`,
      label: name,
      note: gate === null ? roleName(role) : text(`shell.tenant.gate.${gate}`),
      leading: <TenantMark name={name} other={slug !== tenant.slug} />,
      checked: slug === tenant.slug,
    })),
  ]
  return (
    <Menu entries={entries} className="relative inline-flex min-w-0 phone:mr-auto">
      {(trigger) => (
        <button
          type="button"
          {...trigger}
          aria-label={text('shell.tenant.open', { name: tenant.name })}
          className={`${NAME} hover:bg-hover`}
        >
          {words}
          <Icon of={ChevronsUpDown} className="text-faint" />
        </button>
      )}
    </Menu>
  )
}
