/** Tries quarantined events again, one or those of a list: says first what that can do and what it cannot. */
import { RotateCcw } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { CommandDialog } from '../parts/command-dialog.tsx'

interface ReplayProps {
  connection: { id: string; name: string }
  /** One event, or what narrows those of the connection. */
  choice: { event: string } | Readonly<Record<'kind' | 'tenant' | 'since', string | null>>
}

export function ReplayButton({ connection, choice }: ReplayProps) {
  const which = 'event' in choice ? 'one' : 'all'
  const narrowed = Object.entries(choice).filter((entry) => typeof entry[1] === 'string')
  return (
    <CommandDialog
      title={consoleText(`inbox.replay.${which}.title`, { name: connection.name })}
      action="/admin/inbox"
      fields={{ connection: connection.id, ...Object.fromEntries(narrowed) }}
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
      {which === 'all' && narrowed.length > 0 ? (
        <p>{consoleText('inbox.replay.all.chosen')}</p>
      ) : null}
      <p>{consoleText(`inbox.replay.${which}.help`)}</p>
      <p>{consoleText('inbox.replay.again')}</p>
    </CommandDialog>
  )
}
