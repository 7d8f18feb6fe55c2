/** The day in one sentence: how much needs a look, what is on the move, and what is to be paid. */
import { capital } from '../../ui/text/initials.ts'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { HomeData } from './home-data.ts'

export function useSummary({ orders, invoices }: HomeData): string | null {
  const text = useText()
  const format = useFormat()
  if (orders === null && invoices === null) return null
  const count = (orders?.attention.length ?? 0) + (invoices?.attention.length ?? 0)
  const kind = orders === null ? 'invoices' : invoices === null ? 'orders' : 'things'
  const needs =
    count === 0
      ? text('home.needsNone')
      : text(`home.needs.${kind}`, { count, number: capital(format.count(count)) })
  const moving = orders?.page.counts.moving
  const open = invoices?.page.counts.open
  const rest = [
    moving === undefined
      ? null
      : moving === 0
        ? text('home.movingNone')
        : text('home.moving', { count: moving, number: format.count(moving) }),
    open === undefined
      ? null
      : open === 0
        ? text('home.openNone')
        : text('home.open', { count: open, number: format.count(open) }),
  ].filter((part) => part !== null)
  const [first = '', second] = rest
  return second === undefined
    ? text('home.summary.one', { needs, first })
    : text('home.summary.two', { needs, first, second })
}
