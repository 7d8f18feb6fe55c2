/**
 * A run as a bar: what was written, was known, and was set aside, each in its colour; the rest is still to come.
 * Drawn, not styled: widths depend on data, and the page's policy forbids style attributes.
 */
import { consoleText } from '../../languages/console-text.ts'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { RunView } from '../api.ts'
import { progressOf } from './progress.ts'

export const PARTS = [
  ['written', 'fill-ok-bar', 'bg-ok-bar'],
  ['unchanged', 'fill-idle-bar', 'bg-idle-bar'],
  ['unmapped', 'fill-warn-bar', 'bg-warn-bar'],
  ['quarantined', 'fill-bad-bar', 'bg-bad-bar'],
] as const

const WIDTH = 1_000

/** Where each part begins and how wide it is, of `WIDTH`; what is there at all is wide enough to be seen. */
function segmentsOf(run: RunView, whole: number) {
  let at = 0
  return PARTS.flatMap(([name, fill]) => {
    if (run[name] === 0) return []
    const width = Math.min(Math.max(4, (run[name] / whole) * WIDTH), WIDTH - at)
    const segment = { name, fill, x: at, width }
    at += width
    return [segment]
  })
}

export function RunMeter({ run }: { run: RunView }) {
  const format = useFormat()
  const { total, share } = progressOf(run)
  const number = format.number(run.fetched)
  const isOpenEnded = total === null && run.state === 'running'
  const words =
    total === null || run.state === 'completed'
      ? consoleText('connection.progress.read', { number })
      : consoleText('connection.progress.of', { number, total: format.number(total) })
  return (
    <div
      role="progressbar"
      aria-label={consoleText('connection.progress.label', {
        kind: consoleText(`shell.kinds.${run.kind}`),
      })}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      aria-valuetext={words}
      className="relative h-2 overflow-hidden rounded-1 bg-line-strong"
    >
      {isOpenEnded ? (
        <span className="progress-line absolute inset-y-0 left-0 w-1/4 bg-info-bar" />
      ) : (
        <svg
          aria-hidden
          viewBox={`0 0 ${WIDTH} 8`}
          preserveAspectRatio="none"
          className="absolute inset-0 size-full"
        >
          {segmentsOf(run, Math.max(total ?? run.fetched, 1)).map(({ name, fill, x, width }) => (
            <rect key={name} x={x} width={width} height={8} className={fill} />
          ))}
        </svg>
      )}
    </div>
  )
}
