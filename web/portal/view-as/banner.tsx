/**
 * Above every page of a portal that staff look at through a member's eyes: whose, by whom, why, for how long, and the
 * way out. It also says at once what the server would refuse anyway, so that nobody believes something was changed.
 */
import { useEffect, useEffectEvent } from 'react'
import { Eye } from 'lucide-react'
import { Form, useNavigate, useNavigation } from 'react-router'
import '../../languages/pages/view-as.ts'
import { Icon } from '../../ui/icon.tsx'
import { announce } from '../../ui/text/announcer.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { ViewAs } from '../api.ts'
import { useSession } from '../shell/use-session.ts'
import { minutesAndSeconds } from './minutes-and-seconds.ts'
import { useRefusedAction } from './use-refused-action.ts'

const END = '/view-as/end'
/** Whole minutes left that are said aloud. */
const SAID_AT = [5, 1]

const BUTTON =
  'inline-flex h-8 shrink-0 items-center rounded-2 border border-on-view/60 px-3 text-dense font-medium ' +
  'hover:bg-on-view/15 focus-visible:outline-on-view phone:h-9'

function useTimeLeft(endsAt: string): string {
  const text = useText()
  const navigate = useNavigate()
  const seconds = Math.max(0, Math.ceil((Date.parse(endsAt) - useNow(1_000).getTime()) / 1_000))
  const minutes = seconds % 60 === 0 ? seconds / 60 : null
  const say = useEffectEvent((count: number) => announce(text('viewAs.leftWords', { count })))
  const leave = useEffectEvent(() => void navigate('/view-as/over'))
  useEffect(() => {
    if (minutes !== null && SAID_AT.includes(minutes)) say(minutes)
  }, [minutes])
  useEffect(() => {
    if (seconds === 0) leave()
  }, [seconds])
  return minutesAndSeconds(seconds)
}

function Refused({ name, close }: { name: string; close: () => void }) {
  const text = useText()
  return (
    <div
      role="alert"
      className="absolute top-full right-2 left-2 z-6 mx-auto mt-2 flex max-w-[560px] items-center gap-3 rounded-3 bg-view px-4 py-3 text-dense font-medium text-on-view shadow-float"
    >
      <p className="grow">{text('viewAs.refused', { name })}</p>
      <button type="button" onClick={close} className={BUTTON}>
        {text('viewAs.understood')}
      </button>
    </div>
  )
}

export default function ViewBanner({ viewAs }: { viewAs: ViewAs }) {
  const text = useText()
  const { person } = useSession()
  const left = useTimeLeft(viewAs.endsAt)
  const ending = useNavigation().formAction === END
  const { refused, forget } = useRefusedAction(END)
  return (
    <section
      aria-label={text('viewAs.region')}
      className="relative flex h-(--view-bar) shrink-0 items-center gap-3 bg-view px-3 text-dense text-on-view desk:px-4"
    >
      <Icon of={Eye} size={20} />
      <div className="min-w-0 grow desk:flex desk:items-center desk:gap-3">
        <p className="flex min-w-0 items-center gap-2 font-semibold">
          <span className="shrink-0 rounded-1 bg-on-view px-1.5 text-meta text-view phone:hidden">
            {text('viewAs.mark')}
          </span>
          <span className="truncate">{text('viewAs.who', { name: person.name })}</span>
        </p>
        <p className="min-w-0 truncate" title={viewAs.reason}>
          {text('viewAs.by', { staff: viewAs.staff, reason: viewAs.reason })}
        </p>
        <p role="timer" className="shrink-0 tabular-nums desk:ml-auto">
          {text('viewAs.left', { time: left })}
        </p>
      </div>
      <Form method="post" action={END}>
        <button type="submit" aria-busy={ending || undefined} className={BUTTON}>
          {text(ending ? 'viewAs.ending' : 'viewAs.end')}
        </button>
      </Form>
      {refused ? <Refused name={person.name} close={forget} /> : null}
    </section>
  )
}
