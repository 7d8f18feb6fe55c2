/** Has the source asked again for what a reconciliation found. */
import { Wrench } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { RunView } from '../api.ts'
import { runPath } from '../connections/links.ts'
import { CommandDialog } from '../parts/command-dialog.tsx'

export function RepairButton({ run, count }: { run: RunView; count: number }) {
  const format = useFormat()
  return (
    <CommandDialog
      title={consoleText('run.repair.title', { count, number: format.number(count) })}
      action={runPath(run.id)}
      fields={{}}
      words={{
        confirm: consoleText('run.repair.confirm'),
        pending: consoleText('run.repair.pending'),
        cancel: consoleText('run.repair.cancel'),
      }}
      trigger={(open) => (
        <Button look="primary" onClick={open}>
          <Icon of={Wrench} />
          {consoleText('run.repair.button')}
        </Button>
      )}
    >
      <p>{consoleText('run.repair.help')}</p>
      <p>{consoleText('run.repair.also')}</p>
    </CommandDialog>
  )
}
