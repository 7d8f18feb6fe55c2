/** One session: on what, from where, since when, and how it was begun. */
import { Monitor, Smartphone } from 'lucide-react'
import { Form } from 'react-router'
import type { SessionMethod } from '#workflows/contracts/access.ts'
import { Button } from '../action/button.tsx'
import { Icon } from '../icon.tsx'
import { TimeText } from '../text/time-text.tsx'
import { useText } from '../text/use-text.tsx'

export interface ShownSession {
  /** Names it; opens nothing. */
  handle: string
  /** e.g. "Firefox" and "Windows"; null where the browser does not say. */
  browser: string | null
  system: string | null
  address: string | null
  method: SessionMethod
  strong: boolean
  since: string
  lastActive: string
  isCurrent: boolean
}

const HAND_HELD = ['iPhone', 'iPad', 'Android']

function useDevice() {
  const text = useText()
  return ({ browser, system }: ShownSession): string =>
    browser !== null && system !== null
      ? text('account.sessions.device', { browser, system })
      : (browser ?? system ?? text('account.sessions.unknown'))
}

export function SessionRow({ session }: { session: ShownSession }) {
  const text = useText()
  const device = useDevice()(session)
  const { handle, system, address, method, strong, since, lastActive, isCurrent } = session
  const by = method === 'password' && strong ? 'strong' : method
  return (
    <li className="flex items-start gap-3 py-3">
      <Icon
        of={HAND_HELD.includes(system ?? '') ? Smartphone : Monitor}
        className="mt-0.5 text-faint"
      />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-baseline gap-x-2 font-medium">
          {device}
          {isCurrent ? (
            <span className="rounded-2 bg-ok-tint px-1.5 text-meta font-normal text-ok">
              {text('account.sessions.current')}
            </span>
          ) : null}
        </p>
        <p className="text-dense break-words text-soft">
          {address}, {text(`account.sessions.by.${by}`)}
        </p>
        <p className="text-meta text-faint">
          {text('account.sessions.active')} <TimeText at={lastActive} form="ago" />
          {' · '}
          <TimeText at={since} form="moment" />
        </p>
      </div>
      {isCurrent ? null : (
        <Form method="post">
          <Button
            type="submit"
            name="handle"
            value={handle}
            aria-label={text('account.sessions.endOf', { device, address: address ?? '' })}
          >
            {text('account.sessions.end')}
          </Button>
        </Form>
      )}
    </li>
  )
}
