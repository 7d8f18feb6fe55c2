/** The audit log. Its whole state is the URL; the server pages, filters and searches. */
import { useRef } from 'react'
import '../../../languages/pages/audit.ts'
import '../../../languages/pages/invoices.ts'
import '../../../languages/pages/projects.ts'
import { KINDS_OF_SOURCE, MODULE_OF_KIND } from '#workflows/contracts/records.ts'
import type { Route } from './+types/page.ts'
import { revalidateOnLive, useLive } from '../../../live/use-live.ts'
import { createLazyPart } from '../../../ui/float/lazy-part.tsx'
import { useListKeys } from '../../../ui/list/use-list-keys.ts'
import { useFormat, useText } from '../../../ui/text/use-text.tsx'
import type { WhyEmpty } from '../../list/list-query.ts'
import type { Held } from '../../list/hold-rows.ts'
import { ListError } from '../../list/list-error.tsx'
import { ListFoot } from '../../list/list-foot.tsx'
import { ListHead } from '../../list/list-head.tsx'
import { ListRows } from '../../list/list-rows.tsx'
import { useListPage } from '../../list/use-list-page.ts'
import { readPortal } from '../../read-portal.ts'
import { titleOf } from '../../shell/title-of.ts'
import { usePermission, useSession } from '../../shell/use-session.ts'
import type { AuditEntryView, AuditPage } from './audit-api.ts'
import { AuditEntry } from './audit-entry.tsx'
import {
  auditList,
  AUDIT_VIEWS,
  readAuditQuery,
  type AuditQueryState,
  type AuditViewName,
} from './audit-query.ts'
import { AuditTools } from './audit-tools.tsx'
import { useAuditVoice } from './use-audit-voice.ts'

/** Whatever changes leaves an entry: new ones wait above the list until they are asked for. */
const INTERESTS = Object.values(KINDS_OF_SOURCE)
  .flat()
  .map((kind) => ({ module: MODULE_OF_KIND[kind], kind }))

export async function loader(args: Route.LoaderArgs) {
  const query = readAuditQuery(new URL(args.request.url).searchParams)
  const page = await readPortal(args, (portal) => portal.audit.list(query))
  return { query, page }
}

export const shouldRevalidate = revalidateOnLive(() => INTERESTS)

export const meta: Route.MetaFunction = (args) => titleOf(args, (text) => text('audit.title'))

const blank = createLazyPart<WhyEmpty<AuditViewName>>(() => import('./audit-blank-body.tsx'))

function useRange({ total }: AuditPage): string {
  const text = useText()
  const number = useFormat().number(total.count)
  return total.more
    ? text('audit.many', { number })
    : text('audit.count', { count: total.count, number })
}

function Entries({ rows }: { rows: Held<AuditEntryView>[] }) {
  const text = useText()
  const voice = useAuditVoice()
  const list = useRef<HTMLUListElement>(null)
  useListKeys({ list, onToggle: () => undefined })
  return (
    <ul ref={list} aria-label={text('audit.title')}>
      {rows.map(({ row }) => (
        <AuditEntry key={row.id} entry={row} voice={voice} />
      ))}
    </ul>
  )
}

export default function AuditPageView({ loaderData }: Route.ComponentProps) {
  const { query, page } = loaderData
  const text = useText()
  const { tenant, operator } = useSession()
  const mayExport = usePermission('audit:export')
  const file = mayExport && page.total.count > 0 ? `/t/${tenant.slug}/audit.csv` : null
  const range = useRange(page)
  const { held, waits, chosen } = useListPage<AuditEntryView, AuditQueryState>(
    page.rows,
    query,
    readAuditQuery,
  )
  useLive(INTERESTS)
  const { rows } = held
  return (
    <>
      <ListHead
        title={text('audit.title')}
        codec={auditList}
        query={chosen}
        views={AUDIT_VIEWS}
        counts={null}
        viewName={(view) => text(`audit.views.${view}`, { operator: operator.name })}
        file={file}
        fileHelp={text('audit.csvHelp')}
      />
      <AuditTools query={chosen} page={page} held={held} />
      <ListRows waits={waits} count={rows.length} loading={text('audit.loading')}>
        {rows.length === 0 ? (
          <blank.Part {...auditList.whyEmpty(query)} />
        ) : (
          <Entries rows={rows} />
        )}
      </ListRows>
      {rows.length === 0 ? null : <ListFoot codec={auditList} {...{ query, page, range }} />}
    </>
  )
}

export const ErrorBoundary = ({ error, params }: Route.ErrorBoundaryProps) => (
  <ListError of="audit" {...{ error, params }} />
)
