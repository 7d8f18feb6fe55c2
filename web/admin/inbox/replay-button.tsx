/** Tries quarantined events again, one or all of a connection: says first what that can do and what it cannot. */
import { RotateCcw } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { CommandDialog } from '../parts/command-dialog.tsx'

interface ReplayProps {
  connection: { id: string; name: string }
  /** Null: all of the connection. */
  eventId: string | null
}

export function ReplayButton({ connection, eventId }: ReplayProps) {
  const which = eventId === null ? 'all' : 'one'
  return (
    <CommandDialog
      title={consoleText(`inbox.replay.${which}.title`, { name: connection.name })}
      action="/admin/inbox"
      fields={{ connection: connection.id, ...(eventId === null ? {} : { event: eventId }) }}
      words={{
        confirm: consoleText('inbox.replay.confirm'),
        pending: consoleText('inbox.replay.pending'),
        cancel: consoleText('inbox.replay.cancel'),
      }}
      trigger={(open) => (
        <Button look={which === 'one' ? 'primary' : 'secondary'} onClick={open}>
          <Icon of={RotateCcw} />
          {consoleText(`inbox.replay.${which}.button`)}
        </Button>
      )}
    >
      <p>{consoleText(`inbox.replay.${which}.help`)}</p>
      <p>{consoleText('inbox.replay.again')}</p>
    </CommandDialog>
  )
}
