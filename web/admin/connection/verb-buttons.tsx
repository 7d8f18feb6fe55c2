/** The verbs of a connection: one as a button, the others behind a menu, each with its question. */
import { useState } from 'react'
import { ChevronDown, CirclePlay } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { Button, buttonClass } from '../../ui/action/button.tsx'
import { preloadDialog } from '../../ui/float/dialog.tsx'
import { Menu } from '../../ui/float/menu.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { ConnectionView } from '../api.ts'
import { BackfillButton } from './backfill-button.tsx'
import { VerbQuestion } from './verb-question.tsx'
import { OFFERS, type Verb } from './verbs.ts'

interface VerbsProps {
  connection: ConnectionView['connection']
}

function More({ verbs, ask }: { verbs: readonly Verb[]; ask: (verb: Verb) => void }) {
  const entries = verbs.map((verb) => ({
    type: 'action' as const,
    label: consoleText(`connection.${verb}.action`),
    onSelect: () => ask(verb),
  }))
  return (
    <Menu align="end" entries={entries}>
      {(trigger) => (
        <button type="button" {...trigger} className={buttonClass()}>
          {consoleText('connection.verbs.more')}
          <Icon of={ChevronDown} size={14} className="text-faint" />
        </button>
      )}
    </Menu>
  )
}

export function VerbButtons({ connection }: VerbsProps) {
  const [asked, ask] = useState<Verb | null>(null)
  const { first, more } = OFFERS[connection.state]
  return (
    <span className="flex flex-wrap gap-2" onPointerEnter={preloadDialog} onFocus={preloadDialog}>
      {more.length === 0 ? null : <More verbs={more} ask={ask} />}
      {first === 'backfill' ? <BackfillButton connection={connection} /> : null}
      {first === 'resume' || first === 'retry' ? (
        <Button look="primary" onClick={() => ask(first)}>
          <Icon of={CirclePlay} />
          {consoleText(`connection.${first}.action`)}
        </Button>
      ) : null}
      {asked === null ? null : (
        <VerbQuestion
          key={asked}
          connection={connection}
          verb={asked}
          close={() => {
            ask(null)
          }}
        />
      )}
    </span>
  )
}
