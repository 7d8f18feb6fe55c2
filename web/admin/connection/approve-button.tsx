/** Agrees to what a rebuild would remove: more than a source loses by itself, so the numbers are said once more. */
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { RunView } from '../api.ts'
import { connectionPath } from '../connections/links.ts'
import { CommandDialog } from '../parts/command-dialog.tsx'

export function ApproveButton({ run }: { run: RunView }) {
  const format = useFormat()
  const kind = consoleText(`shell.kinds.${run.kind}`).toLowerCase()
  const [number, held] = [format.number(run.missing ?? 0), format.number(run.held ?? 0)]
  return (
    <CommandDialog
      title={consoleText('connection.approve.title', { number, held })}
      action={connectionPath(run.connectionId)}
      fields={{ intent: 'approve', run: run.id }}
      words={{
        confirm: consoleText('connection.approve.confirm'),
        pending: consoleText('connection.approve.pending'),
        cancel: consoleText('connection.approve.back'),
      }}
      trigger={(open) => (
        <Button
          look="primary"
          onClick={open}
          aria-label={consoleText('connection.approve.label', { kind })}
        >
          {consoleText('connection.approve.button')}
        </Button>
      )}
    >
      <p>{consoleText('connection.approve.help', { kind })}</p>
    </CommandDialog>
  )
}
