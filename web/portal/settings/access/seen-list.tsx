/** Orders and invoices as somebody would see them: how many, over how much, and a few of them by name. */
import { useFormat, useText } from '../../../ui/text/use-text.tsx'
import type { AccessPreview, SeenRecords } from '../team-api.ts'

export function SeenList({ preview: { sees, before, permissions } }: { preview: AccessPreview }) {
  const text = useText()
  const kinds = [
    { kind: 'orders', now: before?.orders ?? null, seen: sees.orders },
    { kind: 'invoices', now: before?.invoices ?? null, seen: sees.invoices },
  ] as const
  return (
    <>
      {kinds.map(({ kind, seen, now }) =>
        seen === null ? null : (
          <Seen key={kind} kind={kind} seen={seen} now={before === null ? null : now} />
        ),
      )}
      {permissions.length === 0 ? <li>{text('team.preview.nothing')}</li> : null}
    </>
  )
}

interface SeenProps {
  kind: 'orders' | 'invoices'
  seen: SeenRecords
  /** What the same person sees now; null: nothing of it. */
  now: SeenRecords | null
}

function Seen({ kind, seen, now }: SeenProps) {
  const text = useText()
  const format = useFormat()
  const number = (count: number) => format.number(count)
  const what = text(`team.preview.${kind}`, { count: seen.count, number: number(seen.count) })
  const sums = (seen.sums ?? []).map((sum) => format.money(sum)).join(', ')
  const words =
    seen.sums === null
      ? text('team.preview.noAmounts', { what })
      : sums === ''
        ? what
        : text('team.preview.over', { what, sums })
  const examples = seen.examples.map((each) => each.number).filter((each) => each !== '')
  return (
    <li>
      <span className="font-medium tabular-nums">{words}</span>
      {now !== null && now.count !== seen.count ? (
        <span className="text-soft">
          {`, ${text('team.preview.before', { number: number(now.count) })}`}
        </span>
      ) : null}
      {examples.length > 0 ? (
        <span className="block text-meta text-soft">
          {text('team.preview.example', { words: examples.join(', ') })}
        </span>
      ) : null}
    </li>
  )
}
