/** Tries quarantined events again, one or those of a list, or only shows what that would change. */
import { GitCompare, RotateCcw } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { CommandDialog } from '../parts/command-dialog.tsx'

interface ReplayProps {
  connection: { id: string; name: string }
  /** One event, or what narrows those of the connection. */
  choice: { event: string } | Readonly<Record<'kind' | 'tenant' | 'since', string | null>>
}

const fieldsOf = ({ connection, choice }: ReplayProps): Record<string, string> => ({
  connection: connection.id,
  ...Object.fromEntries(Object.entries(choice).filter((entry) => typeof entry[1] === 'string')),
})

/** Leads to the page of the comparison. */
export const DryRunButton = (props: ReplayProps) => (
  <CommandDialog
    title={consoleText('inbox.dryRun.title')}
    action="/admin/inbox"
    fields={{ intent: 'dry_run', ...fieldsOf(props) }}
    words={{
      confirm: consoleText('inbox.dryRun.confirm'),
      pending: consoleText('inbox.dryRun.pending'),
      cancel: consoleText('inbox.dryRun.cancel'),
    }}
    trigger={(open) => (
      <Button onClick={open}>
        <Icon of={GitCompare} />
        {consoleText('inbox.dryRun.button')}
      </Button>
    )}
  >
    <p>{consoleText('inbox.dryRun.help')}</p>
  </CommandDialog>
)

export function ReplayButton({ connection, choice }: ReplayProps) {
  const which = 'event' in choice ? 'one' : 'all'
  const fields = fieldsOf({ connection, choice })
  return (
    <CommandDialog
      title={consoleText(`inbox.replay.${which}.title`, { name: connection.name })}
      action="/admin/inbox"
      fields={fields}
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
      {which === 'all' && Object.keys(fields).length > 1 ? (
        <p>{consoleText('inbox.replay.all.chosen')}</p>
      ) : null}
      <p>{consoleText(`inbox.replay.${which}.help`)}</p>
      <p>{consoleText('inbox.replay.again')}</p>
    </CommandDialog>
  )
}
