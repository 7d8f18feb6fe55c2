/** Rebuild: a backfill that also removes what is gone, said before it does. */
import { RefreshCcw } from 'lucide-react'
import { KINDS_OF_SOURCE } from '#workflows/contracts/records.ts'
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { ConnectionView } from '../api.ts'
import { connectionPath } from '../connections/links.ts'
import { CommandDialog } from '../parts/command-dialog.tsx'

const list = new Intl.ListFormat('en-GB')

export function RebuildButton({ connection }: { connection: ConnectionView['connection'] }) {
  const { id, name, source } = connection
  const kinds = KINDS_OF_SOURCE[source].map((kind) =>
    consoleText(`shell.kinds.${kind}`).toLowerCase(),
  )
  return (
    <CommandDialog
      title={consoleText('connection.rebuild.title', { name })}
      action={connectionPath(id)}
      fields={{ intent: 'rebuild' }}
      words={{
        confirm: consoleText('connection.rebuild.confirm'),
        pending: consoleText('connection.backfill.pending'),
        cancel: consoleText('connection.backfill.cancel'),
      }}
      trigger={(open) => (
        <Button onClick={open}>
          <Icon of={RefreshCcw} />
          {consoleText('connection.rebuild.button')}
        </Button>
      )}
    >
      <p>{consoleText('connection.rebuild.help', { kinds: list.format(kinds) })}</p>
      <p>{consoleText('connection.rebuild.guard')}</p>
    </CommandDialog>
  )
}
