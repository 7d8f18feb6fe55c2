/** Backfill now: says what will happen before it does. */
import { DownloadCloud } from 'lucide-react'
import { KINDS_OF_SOURCE } from '#workflows/contracts/records.ts'
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { ConnectionView } from '../api.ts'
import { connectionPath } from '../connections/links.ts'
import { CommandDialog } from '../parts/command-dialog.tsx'

const list = new Intl.ListFormat('en-GB')

export function BackfillButton({ connection }: { connection: ConnectionView['connection'] }) {
  const { id, name, source } = connection
  const kinds = KINDS_OF_SOURCE[source].map((kind) =>
    consoleText(`shell.kinds.${kind}`).toLowerCase(),
  )
  return (
    <CommandDialog
      title={consoleText('connection.backfill.title', { name })}
      action={connectionPath(id)}
      fields={{ intent: 'backfill' }}
      words={{
        confirm: consoleText('connection.backfill.confirm'),
        pending: consoleText('connection.backfill.pending'),
        cancel: consoleText('connection.backfill.cancel'),
      }}
      trigger={(open) => (
        <Button look="primary" onClick={open}>
          <Icon of={DownloadCloud} />
          {consoleText('connection.backfill.button')}
        </Button>
      )}
    >
      <p>{consoleText('connection.backfill.help', { kinds: list.format(kinds) })}</p>
      <p>{consoleText('connection.backfill.running')}</p>
    </CommandDialog>
  )
}
