/** The page after the end of its session: nothing typed is lost, and it goes on when its person is back. */
import { useCallback, useEffect, useState } from 'react'
import { Button, buttonClass } from '../../ui/action/button.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { askRemaining } from './remaining.ts'

interface EndedProps {
  personId: string
  onBack: () => void
}

export function Ended({ personId, onBack }: EndedProps) {
  const text = useText()
  const [isMissing, setIsMissing] = useState(false)
  const look = useCallback(
    async ({ pressed }: { pressed: boolean }): Promise<void> => {
      const answer = await askRemaining({ active: pressed })
      if (answer.type !== 'alive') setIsMissing(pressed)
      else if (answer.left.personId === personId) onBack()
      // What is on this page belongs to the one who left.
      else window.location.assign('/')
    },
    [personId, onBack],
  )
  useEffect(() => {
    const onSeen = (): void => {
      if (document.visibilityState === 'visible') void look({ pressed: false })
    }
    document.addEventListener('visibilitychange', onSeen)
    window.addEventListener('focus', onSeen)
    return () => {
      document.removeEventListener('visibilitychange', onSeen)
      window.removeEventListener('focus', onSeen)
    }
  }, [look])
  return (
    <div className="grid gap-4 p-4">
      <p>{text('timeout.ended.help')}</p>
      <div className="flex flex-wrap gap-2">
        <a href="/sign-in" target="_blank" rel="noopener" className={buttonClass('primary')}>
          {text('timeout.ended.signIn')}
        </a>
        <Button onClick={() => void look({ pressed: true })}>{text('timeout.ended.check')}</Button>
      </div>
      <p role="status" className="text-meta text-bad empty:hidden">
        {isMissing ? text('timeout.ended.notYet') : ''}
      </p>
    </div>
  )
}
