/** One connection: how it is, what it is reading, what it read, and what was refused at its door. */
import type { Route } from './+types/page.ts'
import type { ConnectionId, RunId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import { consoleText } from '../../languages/console-text.ts'
import { Section } from '../../ui/show/section.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import type { ConnectionView } from '../api.ts'
import { HealthState } from '../connections/health-state.tsx'
import { healthOf } from '../connections/health.ts'
import { formText } from '../../ui/form/form-text.ts'
import { BackLink } from '../parts/back-link.tsx'
import { titleMeta } from '../parts/title.ts'
import { actOnConsole, readConsole } from '../read-console.ts'
import { CALM_MS, QUICK_MS, useRefresh } from '../shell/use-refresh.ts'
import { useStaffPermission } from '../shell/use-console.ts'
import { ConnectionFactsList } from './connection-facts.tsx'
import { HealthNote } from './health-note.tsx'
import { RefusalList } from './refusal-list.tsx'
import { RunHistory } from './run-history.tsx'
import { RunProgress } from './run-progress.tsx'
import { VerbButtons } from './verb-buttons.tsx'

export const loader = (args: Route.LoaderArgs) =>
  readConsole(args, (api) => api.connections.get({ id: args.params.id as ConnectionId }))

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData()
  const commandId = formText(form, 'command')
  const runId = formText(form, 'run') as RunId
  const connectionId = args.params.id as ConnectionId
  const reason = formText(form, 'reason')
  const kind = (formText(form, 'kind') || null) as RecordKind | null
  // Of one tenant that is not named, nothing is understood.
  const tenantId = formText(form, 'whose') === 'one' ? (formText(form, 'tenant') as TenantId) : null
  return actOnConsole(args, (api) => {
    switch (formText(form, 'intent')) {
      case 'cancel':
        return api.runs.cancel({ commandId, runId, reason })
      case 'approve':
        return api.runs.approve({ commandId, runId })
      case 'resync':
        return api.backfill.resync({ commandId, connectionId, kind, reason })
      case 'rebuild':
        return api.backfill.rebuild({ commandId, connectionId, kind, reason })
      case 'reconcile':
        return api.backfill.reconcile({ commandId, connectionId, kind, tenantId, reason })
      case 'poll':
        return api.connections.poll({ commandId, connectionId, reason })
      case 'pause':
        return api.connections.pause({ commandId, connectionId, reason })
      case 'resume':
        return api.connections.resume({ commandId, connectionId, reason })
      default:
        return api.backfill.start({ commandId, connectionId })
    }
  })
}

export const meta: Route.MetaFunction = ({ error, loaderData }) =>
  titleMeta(error, () => loaderData.connection.name)

function Head({ connection, latest }: Pick<ConnectionView, 'connection' | 'latest'>) {
  const now = useNow(1_000)
  const mayRun = useStaffPermission('runs:manage')
  return (
    <>
      <BackLink to="/admin">{consoleText('connection.back')}</BackLink>
      <div className="mb-5 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1>{connection.name}</h1>
        <HealthState health={healthOf({ ...connection, runs: latest }, now)} badge />
        <span className="grow" />
        {mayRun ? <VerbButtons connection={connection} /> : null}
      </div>
    </>
  )
}

export default function Connection({ loaderData }: Route.ComponentProps) {
  const { connection, latest, runs, refusals } = loaderData
  useRefresh([...latest, ...runs].some(({ state }) => state === 'running') ? QUICK_MS : CALM_MS)
  return (
    <>
      <Head connection={connection} latest={latest} />
      <HealthNote connection={connection} latest={latest} />
      <ConnectionFactsList connection={connection} />
      <Section title={consoleText('connection.progress.title')} className="mt-8">
        <RunProgress latest={latest} />
      </Section>
      <Section title={consoleText('connection.runs.title')} className="mt-8">
        <RunHistory runs={runs} />
      </Section>
      <div id="refused" className="scroll-mt-20">
        <Section
          title={consoleText('connection.refusals.title')}
          note={consoleText('connection.refusals.note')}
          className="mt-8"
        >
          <RefusalList refusals={refusals} />
        </Section>
      </div>
    </>
  )
}
