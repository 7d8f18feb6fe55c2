/** What somebody will see and lose, in numbers and examples: beside every form that gives rights. */
import { Eye, Minus, Plus } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { MODULES, type PermissionName } from '#workflows/contracts/access.ts'
import { cx } from '../../../ui/cx.ts'
import { Icon } from '../../../ui/icon.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import type { AccessPreview, PreviewInput } from '../team-api.ts'
import { SeenList } from './seen-list.tsx'
import { usePreview } from './use-preview.ts'

interface AccessPanelProps {
  /** Null: nothing is chosen yet. */
  asked: PreviewInput | null
  title: string
}

export function AccessPanel({ asked, title }: AccessPanelProps) {
  const text = useText()
  const { answer, working } = usePreview(asked)
  return (
    <section
      aria-label={title}
      aria-busy={working}
      className="rounded-3 bg-idle-tint px-4 py-3 text-dense desk:sticky desk:top-[calc(var(--top)+16px)]"
    >
      <h2 className="text-dense font-semibold">{title}</h2>
      <div role="status" className="mt-2 grid gap-3">
        {answer?.type === 'seen' ? <Preview preview={answer.preview} /> : null}
        {answer?.type === 'failed' ? (
          <p className="text-soft">{text('team.preview.failed')}</p>
        ) : null}
        {answer === null ? <p className="text-faint">{text('team.preview.working')}</p> : null}
      </div>
    </section>
  )
}

function Preview({ preview }: { preview: AccessPreview }) {
  const text = useText()
  const words = useWords(preview)
  const isChange = preview.before !== null
  const isSame = isChange && words.gains.length + words.loses.length === 0
  return (
    <>
      <Part icon={Eye} title={text('team.preview.sees')}>
        <SeenList preview={preview} />
        {words.also.length > 0 ? (
          <li>{`${text('team.preview.also')}: ${words.also.join(', ')}`}</li>
        ) : null}
      </Part>
      {words.loses.length > 0 && isChange ? (
        <Part icon={Minus} title={text('team.preview.loses')} tone="text-bad">
          {words.loses.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </Part>
      ) : null}
      {words.gains.length > 0 && isChange ? (
        <Part icon={Plus} title={text('team.preview.gains')} tone="text-ok">
          {words.gains.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </Part>
      ) : null}
      {isSame ? <p className="text-soft">{text('team.preview.same')}</p> : null}
    </>
  )
}

interface PartProps {
  icon: LucideIcon
  title: string
  tone?: string
  children: React.ReactNode
}

function Part({ icon, title, tone = 'text-soft', children }: PartProps) {
  return (
    <div className="grid grid-cols-[16px_1fr] gap-x-2">
      <Icon of={icon} className={cx('mt-0.5', tone)} />
      <div>
        <h3 className={cx('text-meta font-medium', tone)}>{title}</h3>
        <ul className="mt-0.5 grid gap-1">{children}</ul>
      </div>
    </div>
  )
}

/** Told with the records, in numbers. */
const COUNTED: readonly PermissionName[] = [
  'orders:view',
  'orders:amounts',
  'billing:view',
  'billing:amounts',
]

function useWords({ permissions, gains, loses, narrowed, widened }: AccessPreview) {
  const text = useText()
  const wordOf = (name: PermissionName): string => {
    const [module, action] = name.split(':') as [(typeof MODULES)[number], 'view']
    return text(`team.permission.${module}.${action}`)
  }
  // An invoice is its amount: the one is said with the other.
  const told = (names: readonly PermissionName[]): string[] =>
    names.filter((name) => name !== 'billing:amounts').map(wordOf)
  const module = (name: (typeof MODULES)[number]): string => text(`team.words.module.${name}`)
  return {
    also: told(permissions.filter((name) => !COUNTED.includes(name))),
    gains: [
      ...told(gains),
      ...widened.map((name) => text('team.preview.widened', { module: module(name) })),
    ],
    loses: [
      ...told(loses),
      ...narrowed.map((name) => text('team.preview.narrowed', { module: module(name) })),
    ],
  }
}
