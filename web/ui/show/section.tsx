/** A heading on a hairline with what belongs to it. Sections replace boxes. */
import { useId, type ReactNode } from 'react'

interface SectionProps {
  title: string
  /** Quiet words after the heading, such as how fresh it is. */
  note?: ReactNode
  /** One link or state at the end of the line. */
  aside?: ReactNode
  /** Keeps the heading for screen readers only. */
  headless?: boolean
  className?: string
  children: ReactNode
}

export function Section({ title, note, aside, headless, className, children }: SectionProps) {
  const id = useId()
  if (headless === true) {
    return (
      <section aria-labelledby={id} className={className}>
        <h2 id={id} className="sr-only">
          {title}
        </h2>
        {children}
      </section>
    )
  }
  return (
    <section aria-labelledby={id} className={className}>
      <header className="flex items-baseline gap-3 border-b border-line pb-2">
        <h2 id={id}>{title}</h2>
        {note === undefined ? null : <span className="text-meta text-faint">{note}</span>}
        {aside === undefined ? null : <span className="ml-auto">{aside}</span>}
      </header>
      {children}
    </section>
  )
}
