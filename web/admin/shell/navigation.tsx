/** The places of the console: a sidebar, a rail of icons, or a bar at the bottom; what waits for a person is counted. */
import { Link, useLocation } from 'react-router'
import { consoleText } from '../../languages/console-text.ts'
import { Icon } from '../../ui/icon.tsx'
import type { Capped } from '../api.ts'
import { useCapped } from '../parts/use-capped.ts'
import { PLACES, type Place } from './places.ts'
import { useConsole } from './use-console.ts'

const PHONE =
  'phone:h-13 phone:flex-1 phone:flex-col phone:justify-center phone:gap-0.5 phone:text-tiny'
const DESK =
  'desk:h-8 desk:px-2 desk:hover:bg-hover desk:aria-[current=page]:bg-brand-tint rail:justify-center'
/** On the rail the name appears beside the icon, on hover and on focus. */
const RAIL =
  'rail:pointer-events-none rail:absolute rail:left-full rail:ml-2 rail:rounded-2 rail:bg-inverse ' +
  'rail:px-2 rail:py-1 rail:text-meta rail:text-on-inverse rail:opacity-0 ' +
  'rail:group-hover:opacity-100 rail:group-focus-visible:opacity-100'

const isHere = ({ name, path }: Place, pathname: string): boolean =>
  name === 'connections'
    ? pathname === path || /^\/admin\/(?:connections|runs)\//.test(pathname)
    : pathname === path || pathname.startsWith(`${path}/`)

function Count({ name, count }: { name: 'inbox' | 'unmapped'; count: Capped }) {
  const number = useCapped()(count)
  if (count.n === 0) return null
  return (
    <span className="rail:absolute rail:top-0.5 rail:right-0.5 rail:size-1.5 rail:overflow-hidden rail:rounded-full rail:bg-brand rail:text-[0] desk:ml-auto phone:absolute phone:top-1 phone:left-[calc(50%+8px)] phone:rounded-full phone:bg-brand phone:px-1 phone:text-tiny phone:leading-4 phone:text-on-brand">
      <span aria-hidden className="tabular-nums">
        {number}
      </span>
      <span className="sr-only">
        {consoleText(`shell.badge.${name}`, { count: count.n, number })}
      </span>
    </span>
  )
}

export function Navigation() {
  const { attention, permissions } = useConsole()
  const { pathname } = useLocation()
  const counts = { inbox: attention.quarantined, unmapped: attention.unmapped }
  return (
    <nav
      data-frame
      aria-label={consoleText('shell.main')}
      className="z-4 flex border-line bg-side phone:fixed phone:inset-x-0 phone:bottom-0 phone:justify-around phone:border-t phone:p-1 phone:pb-[max(4px,env(safe-area-inset-bottom))] desk:sticky desk:top-(--top) desk:h-[calc(100dvh-var(--top))] desk:flex-col desk:gap-0.5 desk:border-r desk:p-3"
    >
      {PLACES.map((place) => {
        const { name, path, icon, needs } = place
        if (needs !== undefined && !permissions.includes(needs)) return null
        return (
          <Link
            key={name}
            to={path}
            prefetch="intent"
            aria-current={isHere(place, pathname) ? 'page' : undefined}
            className={`group relative flex items-center gap-2 rounded-2 font-medium text-soft transition-colors hover:text-ink aria-[current=page]:text-brand-ink ${PHONE} ${DESK}`}
          >
            <Icon of={icon} className="phone:size-5" />
            <span className={RAIL}>{consoleText(`shell.place.${name}`)}</span>
            {name === 'inbox' || name === 'unmapped' ? (
              <Count name={name} count={counts[name]} />
            ) : null}
          </Link>
        )
      })}
    </nav>
  )
}
