/** The question before a verb: what will happen, what will not, and why it is asked for. */
import { consoleText } from '../../languages/console-text.ts'
import type { ConnectionView } from '../api.ts'
import { connectionPath } from '../connections/links.ts'
import { CommandQuestion } from '../parts/command-dialog.tsx'
import { WhyField } from '../parts/why-field.tsx'
import { KindField } from './kind-field.tsx'
import type { Verb } from './verbs.ts'
import { WhoseField } from './whose-field.tsx'

interface QuestionProps {
  connection: ConnectionView['connection']
  verb: Verb
  close: () => void
}

const AGAIN: readonly Verb[] = ['resync', 'rebuild', 'reconcile']

export function VerbQuestion({ connection: { id, name, source }, verb, close }: QuestionProps) {
  return (
    <CommandQuestion
      title={consoleText(`connection.${verb}.title`, { name })}
      action={connectionPath(id)}
      fields={{ intent: verb === 'retry' ? 'resume' : verb }}
      words={{
        confirm: consoleText(`connection.${verb}.confirm`),
        pending: consoleText('connection.verbs.pending'),
        cancel: consoleText('connection.verbs.cancel'),
      }}
      open
      setOpen={close}
    >
      <p>{consoleText(`connection.${verb}.help`)}</p>
      <p>{consoleText(`connection.${verb}.also`)}</p>
      {AGAIN.includes(verb) ? <KindField source={source} /> : null}
      {verb === 'reconcile' ? <WhoseField /> : null}
      <WhyField />
    </CommandQuestion>
  )
}
