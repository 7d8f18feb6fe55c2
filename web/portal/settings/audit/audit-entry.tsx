/** One entry: its sentence, who and when; opened it shows before → after and from where. A card on phones. */
import {
  ArrowRight,
  ChevronRight,
  CircleSlash,
  Headset,
  KeyRound,
  Plug,
  Settings2,
  User,
  type LucideIcon,
} from 'lucide-react'
import { AUDIT_ACTIONS, isAuditAction, type AuditActorKind } from '#workflows/contracts/audit.ts'
import { Icon } from '../../../ui/icon.tsx'
import { TimeText } from '../../../ui/text/time-text.tsx'
import type { AuditEntryView } from './audit-api.ts'
import { changesOf, type ShownChange } from './facts.ts'
import { OriginFacts } from './origin-facts.tsx'
import { actorWord, sentenceOf, type AuditVoice } from './sentence.ts'

const ACTOR_ICONS: Record<AuditActorKind, LucideIcon> = {
  member: User,
  staff: Headset,
  api_key: KeyRound,
  source: Plug,
  system: Settings2,
}

const isDenied = (action: string): boolean =>
  isAuditAction(action) && AUDIT_ACTIONS[action].group === 'denied'

/** Staff of the operator are marked in colour and in words, so that nobody takes them for a colleague. */
function ActorMark({ entry, voice }: { entry: AuditEntryView; voice: AuditVoice }) {
  const { kind } = entry.actor
  const word = actorWord(kind, voice)
  if (kind === 'member') return <span>{word}</span>
  return (
    <span
      className={
        kind === 'staff' ? 'rounded-1 bg-warn-tint px-1.5 py-px font-medium text-warn' : undefined
      }
    >
      {word}
    </span>
  )
}

function Change({ change }: { change: ShownChange }) {
  return (
    <>
      <dt className="text-faint first-letter:uppercase">{change.name}</dt>
      <dd className="min-w-0">
        <FromTo {...change} />
      </dd>
    </>
  )
}

function FromTo({ from, to }: Pick<ShownChange, 'from' | 'to'>) {
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-x-1.5">
      {from === null ? null : <del className="break-words text-soft">{from}</del>}
      {from === null || to === null ? null : (
        <Icon of={ArrowRight} size={12} className="text-faint" />
      )}
      {to === null ? null : <ins className="break-words no-underline">{to}</ins>}
    </span>
  )
}

/** The first change already on the closed entry: most have one, and it is what people look for. */
function FirstChange({ changes, voice }: { changes: ShownChange[]; voice: AuditVoice }) {
  const [first, ...more] = changes
  if (first === undefined || first.from === null) return null
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-dense text-soft group-open:hidden">
      <FromTo {...first} />
      {more.length === 0 ? null : (
        <span className="text-faint">
          {voice.text('audit.more', {
            count: more.length,
            number: voice.format.number(more.length),
          })}
        </span>
      )}
    </span>
  )
}

interface AuditEntryProps {
  entry: AuditEntryView
  voice: AuditVoice
}

export function AuditEntry({ entry, voice }: AuditEntryProps) {
  const changes = changesOf(entry, voice)
  const denied = isDenied(entry.action)
  return (
    <li className="border-b border-line">
      <details className="group">
        <summary
          data-row={entry.id}
          className="-mx-3 grid cursor-pointer grid-cols-[16px_minmax(0,1fr)_auto] gap-x-3 rounded-2 px-3 py-3 hover:bg-hover"
        >
          <Icon
            of={denied ? CircleSlash : ACTOR_ICONS[entry.actor.kind]}
            className={denied ? 'mt-0.5 text-bad' : 'mt-0.5 text-faint'}
          />
          <span className="grid min-w-0 gap-1">
            <span className="break-words">{sentenceOf(entry, voice)}</span>
            <FirstChange changes={changes} voice={voice} />
            <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-meta text-faint">
              <ActorMark entry={entry} voice={voice} />
              <span aria-hidden>·</span>
              <TimeText at={entry.at} form="moment" />
              {entry.address === null ? null : (
                <>
                  <span aria-hidden>·</span>
                  <span>{entry.address}</span>
                </>
              )}
            </span>
          </span>
          <Icon
            of={ChevronRight}
            className="mt-0.5 text-faint transition-transform group-open:rotate-90"
          />
        </summary>
        <div className="grid gap-4 pt-1 pb-4 pl-7">
          {changes.length === 0 ? (
            <p className="text-dense text-soft">{voice.text('audit.noChanges')}</p>
          ) : (
            <dl className="grid grid-cols-[minmax(96px,160px)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-dense">
              {changes.map((change) => (
                <Change key={change.name} change={change} />
              ))}
            </dl>
          )}
          <OriginFacts entry={entry} voice={voice} />
        </div>
      </details>
    </li>
  )
}
