/**
 * A question before a command, and its answer. The command's id is made when the question is opened: pressing twice,
 * or again after an answer that got lost, is the same command.
 */
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react'
import { useFetcher } from 'react-router'
import type { StaffCommandResult } from '#workflows/contracts/console.ts'
import { newId } from '#workflows/contracts/ids.ts'
import { Button } from '../../ui/action/button.tsx'
import { Dialog, preloadDialog } from '../../ui/float/dialog.tsx'
import type { ActionOutcome } from '../read-console.ts'
import { whyNot } from './outcome.ts'
import { ProblemNote } from './problem-note.tsx'

interface CommandDialogProps {
  title: string
  /** Where the form is sent. */
  action: string
  fields: Readonly<Record<string, string>>
  words: { confirm: string; pending: string; cancel: string }
  children: ReactNode
  close: () => void
}

function CommandForm({ action, fields, words, children, close }: CommandDialogProps) {
  const fetcher = useFetcher<ActionOutcome<StaffCommandResult>>()
  const [commandId] = useState(() => newId())
  const why = whyNot(fetcher.data)
  const isDone = fetcher.state === 'idle' && fetcher.data !== undefined && why === null
  // The page behind it shows what has begun.
  const leave = useEffectEvent(close)
  useEffect(() => {
    if (isDone) leave()
  }, [isDone])
  return (
    <fetcher.Form method="post" action={action} className="grid gap-4 overflow-y-auto p-4 pt-3">
      <input type="hidden" name="command" value={commandId} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {why !== null && fetcher.state === 'idle' ? (
        <ProblemNote why={why} attempt={fetcher.data} />
      ) : null}
      <div className="grid gap-2 text-soft">{children}</div>
      <div className="flex justify-end gap-2">
        <Button look="plain" onClick={close}>
          {words.cancel}
        </Button>
        <Button
          type="submit"
          look="primary"
          pending={(fetcher.state !== 'idle' || isDone) && words.pending}
        >
          {words.confirm}
        </Button>
      </div>
    </fetcher.Form>
  )
}

interface QuestionProps extends Omit<CommandDialogProps, 'close'> {
  open: boolean
  setOpen: (open: boolean) => void
}

/** For what opens it in another way than by a button of its own. */
export const CommandQuestion = ({ open, setOpen, ...rest }: QuestionProps) => (
  <Dialog title={rest.title} place="middle" open={open} setOpen={setOpen}>
    <CommandForm {...rest} close={() => setOpen(false)} />
  </Dialog>
)

interface AskProps extends Omit<CommandDialogProps, 'close'> {
  trigger: (open: () => void) => ReactNode
}

export function CommandDialog({ trigger, ...rest }: AskProps) {
  const [open, setOpen] = useState(false)
  return (
    <span onPointerEnter={preloadDialog} onFocus={preloadDialog}>
      {trigger(() => setOpen(true))}
      <CommandQuestion {...rest} open={open} setOpen={setOpen} />
    </span>
  )
}
