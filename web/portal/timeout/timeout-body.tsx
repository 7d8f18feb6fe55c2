/** The question a minute before the end, with the seconds that are left; and the way back in after it. */
import { useEffect, useEffectEvent, useState } from 'react'
import '../../languages/pages/timeout.ts'
import { Button } from '../../ui/action/button.tsx'
import { Dialog } from '../../ui/float/dialog.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { Ended } from './ended.tsx'
import { hold, release } from './hold.ts'
import { askRemaining } from './remaining.ts'
import type { Ending } from './session-watch.tsx'

export interface TimeoutBodyProps {
  personId: string
  /** Null: it has ended. */
  ending: Ending | null
  onEnded: () => void
  /** Goes on as before. */
  onStay: () => void
}

/** Seconds at which it is said aloud: each second would drown everything else. */
const SAID = [60, 30, 10] as const

const clock = (seconds: number): string =>
  `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`

export default function TimeoutBody({ personId, ending, onEnded, onStay }: TimeoutBodyProps) {
  const text = useText()
  if (ending !== null) return <Warning ending={ending} onEnded={onEnded} onStay={onStay} />
  return (
    <Dialog title={text('timeout.ended.title')} place="middle" open setOpen={() => undefined}>
      <Ended
        personId={personId}
        onBack={() => {
          release()
          onStay()
        }}
      />
    </Dialog>
  )
}

type WarningProps = Pick<TimeoutBodyProps, 'onEnded' | 'onStay'> & { ending: Ending }

function useSecondsLeft({ at }: Ending, onOver: () => void): number {
  const [now, setNow] = useState(() => Date.now())
  const over = useEffectEvent(onOver)
  const left = Math.max(0, Math.ceil((at - now) / 1_000))
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const isOver = left === 0
  useEffect(() => {
    if (isOver) over()
  }, [isOver])
  return left
}

function Warning({ ending, onEnded, onStay }: WarningProps) {
  const text = useText()
  const [state, setState] = useState<'asking' | 'pending' | 'failed'>('asking')
  const left = useSecondsLeft(ending, () => {
    hold()
    // Another tab may have been active up to the last second.
    void askRemaining({ active: false }).then((answer) => {
      if (answer.type === 'alive') {
        release()
        onStay()
      } else onEnded()
    })
  })
  const said = SAID.findLast((seconds) => left <= seconds)
  const stay = (): void => {
    setState('pending')
    void askRemaining({ active: true }).then((answer) => {
      if (answer.type === 'unreachable') setState('failed')
      else if (answer.type === 'alive') onStay()
      else {
        hold()
        onEnded()
      }
    })
  }
  const isIdle = ending.by === 'idle'
  return (
    <Dialog title={text('timeout.title')} place="middle" open setOpen={stay}>
      <div className="grid gap-4 p-4">
        <p className="tabular-nums">{text(`timeout.${ending.by}`, { time: clock(left) })}</p>
        <p role="status" className="sr-only">
          {said === undefined ? '' : text('timeout.said', { seconds: said })}
        </p>
        {state === 'failed' ? <p className="text-bad">{text('timeout.failed')}</p> : null}
        <div>
          <Button
            look="primary"
            autoFocus
            pending={state === 'pending' && text('timeout.staying')}
            onClick={stay}
          >
            {text(isIdle ? 'timeout.stay' : 'timeout.understood')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
