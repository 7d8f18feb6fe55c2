/** The list of projects. Its whole state is the URL; the server pages, filters, searches and sorts. */
import '../../languages/pages/projects.ts'
import type { Route } from './+types/page.ts'
import { revalidateOnLive, useLive } from '../../live/use-live.ts'
import { createLazyPart } from '../../ui/float/lazy-part.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import { ListError } from '../list/list-error.tsx'
import { ListFoot } from '../list/list-foot.tsx'
import { ListHead } from '../list/list-head.tsx'
import type { WhyEmpty } from '../list/list-query.ts'
import { ListRows } from '../list/list-rows.tsx'
import { ListSelection } from '../list/list-selection.tsx'
import { useListPage } from '../list/use-list-page.ts'
import type { ProjectRow } from '../projects-api.ts'
import { readPortal } from '../read-portal.ts'
import { StaleNote } from '../shell/stale-note.tsx'
import { titleOf } from '../shell/title-of.ts'
import { useFreshness } from '../shell/use-freshness.ts'
import { usePermission, useSession } from '../shell/use-session.ts'
import { useAnnounceProjects } from './parts/use-announce-projects.ts'
import {
  PROJECT_VIEWS,
  projectsList,
  readProjectsQuery,
  type ProjectsQuery,
  type ProjectViewName,
} from './projects-query.ts'
import { ProjectsTable } from './projects-table.tsx'
import { ProjectsTools } from './projects-tools.tsx'

const INTERESTS = [{ module: 'projects', kind: 'project' }] as const

export async function loader(args: Route.LoaderArgs) {
  const query = readProjectsQuery(new URL(args.request.url).searchParams)
  const [page, freshness] = await readPortal(args, (portal) =>
    Promise.all([portal.projects.list(query), portal.freshness.get()]),
  )
  return { query, page, freshness }
}

export const shouldRevalidate = revalidateOnLive(() => INTERESTS)

export const meta: Route.MetaFunction = (args) => titleOf(args, 'shell.place.projects')

const blank = createLazyPart<WhyEmpty<ProjectViewName>>(() => import('./projects-blank-body.tsx'))

export default function ProjectsPageView({ loaderData }: Route.ComponentProps) {
  const { query, page } = loaderData
  const text = useText()
  const format = useFormat()
  const { count } = page.total
  const range = text('projects.count', { count, number: format.number(count) })
  const base = `/t/${useSession().tenant.slug}/projects`
  const file = usePermission('projects:export') ? `${base}.csv` : null
  const freshness = useFreshness(loaderData.freshness).orders
  const { held, selection, waits, chosen } = useListPage<ProjectRow, ProjectsQuery>(
    page.rows,
    query,
    readProjectsQuery,
  )
  useLive(INTERESTS)
  useAnnounceProjects(page.rows)
  const { rows } = held
  return (
    <>
      <ListHead
        title={text('projects.title')}
        codec={projectsList}
        query={chosen}
        views={PROJECT_VIEWS}
        counts={page.counts}
        viewName={(view) => text(`projects.views.${view}`)}
        file={count > 0 ? file : null}
        fileHelp={text('projects.csvHelp', { number: format.number(count) })}
      />
      <ProjectsTools query={chosen} {...{ page, freshness, held }} />
      <StaleNote freshness={freshness} />
      <ListRows waits={waits} count={rows.length} loading={text('projects.loading')}>
        {rows.length === 0 ? (
          <blank.Part {...projectsList.whyEmpty(query)} />
        ) : (
          <ProjectsTable {...{ query, rows, base, selection }} />
        )}
      </ListRows>
      <ListSelection selection={selection} amountOf={() => null} csv={file} />
      {rows.length === 0 ? null : <ListFoot codec={projectsList} {...{ query, page, range }} />}
    </>
  )
}

export const ErrorBoundary = ({ error, params }: Route.ErrorBoundaryProps) => (
  <ListError of="projects" {...{ error, params }} />
)
