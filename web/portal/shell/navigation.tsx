/** The places: a sidebar on wide screens, a rail of icons between, a bar at the bottom of phones. */
import { NavLink } from 'react-router'
import { Icon } from '../../ui/icon.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { placesFor } from './places.ts'
import { useSession } from './use-session.ts'

const PHONE =
  'phone:h-13 phone:flex-1 phone:flex-col phone:justify-center phone:gap-0.5 phone:text-tiny'
const DESK =
  'desk:h-8 desk:px-2 desk:hover:bg-hover desk:aria-[current=page]:bg-brand-tint rail:justify-center'

/** On the rail the name appears beside the icon, on hover and on focus. */
const RAIL =
  'rail:pointer-events-none rail:absolute rail:left-full rail:ml-2 ' +
  'rail:rounded-2 rail:bg-inverse rail:px-2 rail:py-1 ' +
  'rail:text-meta rail:text-on-inverse rail:opacity-0 ' +
  'rail:group-hover:opacity-100 rail:group-focus-visible:opacity-100'

export function Navigation() {
  const text = useText()
  const { tenant, permissions } = useSession()
  return (
    <nav
      aria-label={text('shell.main')}
      className="z-4 flex border-line bg-side phone:fixed phone:inset-x-0 phone:bottom-0 phone:justify-around phone:border-t phone:p-1 phone:pb-[max(4px,env(safe-area-inset-bottom))] desk:sticky desk:top-(--top) desk:h-[calc(100dvh-var(--top))] desk:flex-col desk:gap-0.5 desk:border-r desk:p-3"
    >
      {placesFor(permissions).map(({ name, path, icon, wide }) => (
        <NavLink
          key={name}
          to={`/t/${tenant.slug}/${path}`}
          prefetch="intent"
          className={`group relative flex items-center gap-2 rounded-2 font-medium text-soft transition-colors hover:text-ink aria-[current=page]:text-brand-ink ${wide ? 'phone:hidden' : PHONE} ${DESK}`}
        >
          <Icon of={icon} className="phone:size-5" />
          <span className={RAIL}>{text(`shell.place.${name}`)}</span>
        </NavLink>
      ))}
    </nav>
  )
}
