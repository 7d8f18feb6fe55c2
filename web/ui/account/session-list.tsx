/** The sessions of whoever looks, each to be ended, and all others at once. The page takes the form's `handle`. */
import { CircleCheck } from 'lucide-react'
import { Form, useNavigation } from 'react-router'
import { Button } from '../action/button.tsx'
import { Note } from '../show/note.tsx'
import { capital } from '../text/initials.ts'
import { useFormat, useText } from '../text/use-text.tsx'
import { SessionRow, type ShownSession } from './session-row.tsx'

export function SessionsEnded({ ended }: { ended: number }) {
  const text = useText()
  const format = useFormat()
  const number = capital(format.count(ended))
  return (
    <Note icon={CircleCheck} tone="ok">
      {text('account.sessions.ended', { count: ended, number })}
    </Note>
  )
}

export function SessionList({ sessions }: { sessions: readonly ShownSession[] }) {
  const text = useText()
  const pending = useNavigation().formMethod === 'POST'
  const hasOthers = sessions.some(({ isCurrent }) => !isCurrent)
  return (
    <>
      <ul className="mt-3 grid divide-y divide-line border-y border-line">
        {sessions.map((session) => (
          <SessionRow key={session.handle} session={session} />
        ))}
      </ul>
      {hasOthers ? (
        <Form method="post" className="mt-5">
          <Button type="submit" pending={pending && text('account.saving')}>
            {text('account.sessions.endOthers')}
          </Button>
        </Form>
      ) : (
        <p className="mt-4 text-meta text-faint">{text('account.sessions.alone')}</p>
      )}
    </>
  )
}
