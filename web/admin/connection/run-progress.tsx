/** The latest backfill of each kind, with its counts while it runs and after it; running ones can be cancelled. */
import { Link } from 'react-router'
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import type { RunView } from '../api.ts'
import { connectionPath, inboxOf } from '../connections/links.ts'
import { CommandDialog } from '../parts/command-dialog.tsx'
import { durationText, secondsBetween } from '../parts/duration.ts'
import { ExternalLink } from '../parts/external-link.tsx'
import { percentText } from '../parts/percent.ts'
import { WhyField } from '../parts/why-field.tsx'
import { useStaffPermission } from '../shell/use-console.ts'
import { ApproveButton } from './approve-button.tsx'
import { progressOf } from './progress.ts'
import { PARTS, RunMeter } from './run-meter.tsx'
import { RunOrigin } from './run-origin.tsx'
import { RunState } from './run-state.tsx'

function CancelButton({ run }: { run: RunView }) {
  const format = useFormat()
  const kind = consoleText(`shell.kinds.${run.kind}`).toLowerCase()
  return (
    <CommandDialog
      title={consoleText('connection.cancel.title', { kind })}
      action={connectionPath(run.connectionId)}
      fields={{ intent: 'cancel', run: run.id }}
      words={{
        confirm: consoleText('connection.cancel.confirm'),
        pending: consoleText('connection.cancel.pending'),
        cancel: consoleText('connection.cancel.back'),
      }}
      trigger={(open) => (
        <Button onClick={open} aria-label={consoleText('connection.cancel.label', { kind })}>
          {consoleText('connection.cancel.button')}
        </Button>
      )}
    >
      <p>{consoleText('connection.cancel.help', { number: format.number(run.fetched) })}</p>
      <WhyField />
    </CommandDialog>
  )
}

function When({ run }: { run: RunView }) {
  const format = useFormat()
  const now = useNow(1_000)
  const { perSecond } = progressOf(run)
  const ended = run.finishedAt ?? run.updatedAt
  const words = (): string => {
    if (run.state === 'paused') {
      return consoleText('connection.progress.pausedAt', { when: format.ago(run.updatedAt, now) })
    }
    if (run.state !== 'running') {
      return consoleText('connection.progress.took', {
        when: format.moment(ended, now),
        duration: durationText(secondsBetween(run.startedAt, ended)),
      })
    }
    const since = consoleText('connection.progress.since', {
      when: format.point(run.startedAt, now),
    })
    if (perSecond === null) return since
    const rate = consoleText('connection.progress.rate', { number: format.number(perSecond) })
    return `${since}, ${rate}`
  }
  return (
    <span className="text-meta text-faint" suppressHydrationWarning>
      {words()}
    </span>
  )
}

function Counts({ run }: { run: RunView }) {
  const format = useFormat()
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1 text-dense">
      {PARTS.map(([name, , dot]) => (
        <div key={name} className="flex items-center gap-1.5">
          <dt className="flex items-center gap-1.5 text-soft">
            <span aria-hidden className={`size-2 rounded-[2px] ${dot}`} />
            {consoleText(`connection.progress.${name}`)}
          </dt>
          <dd>
            {(name === 'unmapped' || name === 'quarantined') && run[name] > 0 ? (
              <Link to={inboxOf(run.connectionId, name)} className="link link-underlined">
                {format.number(run[name])}
              </Link>
            ) : (
              format.number(run[name])
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What a rebuild found, and who agreed where somebody had to. */
function Gone({ run: { missing, approvedBy } }: { run: RunView }) {
  const format = useFormat()
  if (missing === null) return null
  const words = [
    consoleText('connection.gone', { count: missing, number: format.number(missing) }),
    ...(approvedBy === null ? [] : [consoleText('connection.approvedBy', { name: approvedBy })]),
  ]
  return <p className="text-dense text-soft">{words.join(', ')}</p>
}

function Amount({ run }: { run: RunView }) {
  const format = useFormat()
  const { total, share } = progressOf(run)
  const number = format.number(run.fetched)
  const isOpen = run.state === 'running' || run.state === 'paused'
  const isMeasured = isOpen && total !== null
  return (
    <p className="flex items-baseline gap-2">
      {isOpen && share !== null ? (
        <span className="text-title font-semibold tabular-nums">{percentText(share)}</span>
      ) : null}
      <span className="text-dense text-soft tabular-nums">
        {isMeasured
          ? consoleText('connection.progress.of', { number, total: format.number(total) })
          : consoleText('connection.progress.read', { number })}
      </span>
      <span className="grow" />
      <When run={run} />
    </p>
  )
}

/** A run that ended early, with nothing to measure it by, would fill its bar whatever it read. */
const isMeasurable = (run: RunView): boolean =>
  run.state === 'running' || progressOf(run).total !== null

function Run({ run }: { run: RunView }) {
  const mayCancel = useStaffPermission('runs:manage')
  const waits = run.state === 'awaiting_approval'
  const isOpen = waits || ['running', 'parked', 'paused'].includes(run.state)
  return (
    <li className="grid min-w-0 content-start gap-2 py-3">
      <div className="flex min-h-8 items-center gap-3">
        <h3 className="font-medium">{consoleText(`shell.kinds.${run.kind}`)}</h3>
        <RunState run={run} />
        <span className="grow" />
        {run.workflowUrl === null ? null : (
          <ExternalLink
            href={run.workflowUrl}
            words={consoleText('connection.progress.workflow')}
          />
        )}
        {mayCancel && isOpen ? <CancelButton run={run} /> : null}
        {mayCancel && waits ? <ApproveButton run={run} /> : null}
      </div>
      <Amount run={run} />
      {isMeasurable(run) ? <RunMeter run={run} /> : null}
      <Counts run={run} />
      <Gone run={run} />
      <RunOrigin run={run} />
      {run.reason === null ? null : <p className="text-dense break-words text-bad">{run.reason}</p>}
    </li>
  )
}

export function RunProgress({ latest }: { latest: RunView[] }) {
  if (latest.length === 0) {
    return <p className="pt-3 text-dense text-soft">{consoleText('connection.progress.none')}</p>
  }
  return (
    <ul className="grid gap-x-12 wide:grid-cols-2">
      {latest.map((run) => (
        <Run key={run.kind} run={run} />
      ))}
    </ul>
  )
}
