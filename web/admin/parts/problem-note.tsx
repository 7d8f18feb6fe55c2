/** Says beside the button that nothing was changed, and why; takes the focus, so that nobody misses it. */
import { useEffect, useRef } from 'react'
import { CircleAlert } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import type { ConsoleKey } from '../../languages/catalogue.ts'
import { Icon } from '../../ui/icon.tsx'

type Words<K> = K extends `command.problem.${infer Why}` ? Why : never
export type Why = Words<ConsoleKey>

export function ProblemNote({ why, attempt }: { why: Why; attempt: unknown }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [attempt])
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className="flex gap-3 rounded-2 bg-bad-tint px-4 py-3 text-dense outline-none"
    >
      <Icon of={CircleAlert} className="mt-px text-bad" />
      <div>
        <p className="font-semibold">{consoleText('command.failed')}</p>
        <p>{consoleText(`command.problem.${why}`)}</p>
      </div>
    </div>
  )
}
