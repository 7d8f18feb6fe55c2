/** One reconciliation: how far it is, what it found, and the repair that somebody may ask for once they have read it. */
import { Link } from 'react-router'
import type { Route } from './+types/page.ts'
import type { RunId } from '#workflows/contracts/ids.ts'
import { consoleText } from '../../languages/console-text.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { formText } from '../../ui/form/form-text.ts'
import { Fact } from '../../ui/show/facts.tsx'
import { Section } from '../../ui/show/section.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { ReconciliationView, RunView } from '../api.ts'
import { RunOrigin } from '../connection/run-origin.tsx'
import { RunState } from '../connection/run-state.tsx'
import { connectionPath, runPath } from '../connections/links.ts'
import { BackLink } from '../parts/back-link.tsx'
import { durationText, secondsBetween } from '../parts/duration.ts'
import { ExternalLink } from '../parts/external-link.tsx'
import { FactGrid } from '../parts/fact-grid.tsx'
import { titleMeta } from '../parts/title.ts'
import { actOnConsole, readConsole } from '../read-console.ts'
import { useStaffPermission } from '../shell/use-console.ts'
import { CALM_MS, QUICK_MS, useRefresh } from '../shell/use-refresh.ts'
import { DifferenceTable } from './difference-table.tsx'
import { differencesOf } from './differences-of.ts'
import { RepairButton } from './repair-button.tsx'

export async function loader(args: Route.LoaderArgs) {
  const after = new URL(args.request.url).searchParams.get('after')
  const id = args.params.id as RunId
  return { after, view: await readConsole(args, (api) => api.runs.get({ id, after })) }
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData()
  const runId = args.params.id as RunId
  return actOnConsole(args, (api) =>
    api.runs.repair({ commandId: formText(form, 'command'), runId }),
  )
}

export const meta: Route.MetaFunction = ({ error, loaderData }) =>
  titleMeta(error, () => titleOf(loaderData.view.run))

const titleOf = (run: RunView): string =>
  consoleText('run.title', { kind: consoleText(`shell.kinds.${run.kind}`).toLowerCase() })

function scopeOf({ findsDeletions, tenantName }: RunView): string {
  if (!findsDeletions) return consoleText('run.ofChosen')
  return tenantName === null
    ? consoleText('run.ofAll')
    : consoleText('run.of', { tenant: tenantName })
}

function useSummary(run: RunView): string {
  const format = useFormat()
  const now = useNow(1_000)
  const count = differencesOf(run)
  if (['running', 'parked', 'paused'].includes(run.state)) return consoleText('run.summary.running')
  if (run.state !== 'completed') return consoleText('run.summary.stopped')
  if (count === 0) return consoleText('run.summary.same')
  const differs = consoleText('run.summary.differs', { count, number: format.number(count) })
  if (run.repairedBy === null || run.repairedAt === null) return differs
  return consoleText('run.summary.repaired', {
    name: run.repairedBy,
    when: format.ago(run.repairedAt, now),
  })
}

function Head({ view: { run, connection, mostListed } }: { view: ReconciliationView }) {
  const mayRun = useStaffPermission('runs:manage')
  const count = differencesOf(run)
  const isRepairable = run.state === 'completed' && run.repairedAt === null && count > 0
  const summary = useSummary(run)
  return (
    <>
      <BackLink to={connectionPath(connection.id)}>{connection.name}</BackLink>
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1>{titleOf(run)}</h1>
        <RunState run={run} />
        <span className="grow" />
        {mayRun && isRepairable ? (
          <RepairButton run={run} count={Math.min(count, mostListed)} />
        ) : null}
      </div>
      <div className="mb-6 grid max-w-[80ch] gap-1">
        <p className="text-soft" suppressHydrationWarning>
          {summary}
        </p>
        {run.reason === null ? null : <p className="break-words text-bad">{run.reason}</p>}
        <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-meta text-faint">
          {scopeOf(run)}
          <RunOrigin run={run} />
          {run.workflowUrl === null ? null : (
            <ExternalLink
              href={run.workflowUrl}
              words={consoleText('connection.progress.workflow')}
            />
          )}
        </div>
      </div>
    </>
  )
}

function Numbers({ run }: { run: RunView }) {
  const format = useFormat()
  const numbers = {
    compared: run.fetched,
    same: run.unchanged,
    lacking: run.lacking,
    differing: run.differing,
    extra: run.missing,
    unmapped: run.unmapped,
    quarantined: run.quarantined,
  }
  return (
    <FactGrid>
      {(Object.keys(numbers) as (keyof typeof numbers)[]).map((name) => {
        const number = numbers[name]
        return (
          <Fact key={name} name={consoleText(`run.fact.${name}`)}>
            <span className="tabular-nums">{number === null ? '–' : format.number(number)}</span>
          </Fact>
        )
      })}
      <Fact name={consoleText('run.fact.took')}>
        {durationText(secondsBetween(run.startedAt, run.finishedAt ?? run.updatedAt))}
      </Fact>
    </FactGrid>
  )
}

function Pages({ view, after }: { view: ReconciliationView; after: string | null }) {
  const format = useFormat()
  const { run, next, differences, mostListed } = view
  const count = differences.length
  return (
    <nav
      aria-label={consoleText('run.list.pages')}
      className="flex flex-wrap items-center gap-2 pt-3 text-meta text-faint"
    >
      <p className="grow">
        {consoleText('run.list.shown', { count, number: format.number(count) })}
        {differencesOf(run) > mostListed
          ? ` · ${consoleText('run.list.capped', { number: format.number(mostListed) })}`
          : null}
      </p>
      {after === null ? null : (
        <Link to={runPath(run.id)} className={buttonClass()}>
          {consoleText('run.list.first')}
        </Link>
      )}
      {next === null ? null : (
        <Link
          to={`${runPath(run.id)}?${new URLSearchParams({ after: next }).toString()}`}
          className={buttonClass()}
        >
          {consoleText('run.list.more')}
        </Link>
      )}
    </nav>
  )
}

export default function Run({ loaderData: { view, after } }: Route.ComponentProps) {
  useRefresh(view.run.state === 'running' ? QUICK_MS : CALM_MS)
  return (
    <>
      <Head view={view} />
      <Numbers run={view.run} />
      <Section title={consoleText('run.list.title')} className="mt-8">
        {view.differences.length === 0 ? (
          <p className="pt-3 text-dense text-soft">{consoleText('run.list.none')}</p>
        ) : (
          <>
            <DifferenceTable rows={view.differences} />
            <Pages view={view} after={after} />
          </>
        )}
      </Section>
    </>
  )
}
