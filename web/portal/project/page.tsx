/** One project: the sentence that matters, its facts, its milestones with what is handed over, and moved dates. */
import '../../languages/pages/project.ts'
import '../../languages/pages/projects.ts'
import { ChevronRight } from 'lucide-react'
import { Link } from 'react-router'
import type { Route } from './+types/page.ts'
import { revalidateOnLive, useLive, useValueJustChanged } from '../../live/use-live.ts'
import { Icon } from '../../ui/icon.tsx'
import { Fact, Facts } from '../../ui/show/facts.tsx'
import { Freshness } from '../../ui/show/freshness.tsx'
import { DateText } from '../../ui/text/date-text.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import { ProjectDue } from '../projects/parts/project-due.tsx'
import { ProjectProgress } from '../projects/parts/project-progress.tsx'
import { ProjectBadge } from '../projects/parts/project-state.tsx'
import { useAnnounceProjects } from '../projects/parts/use-announce-projects.ts'
import type { ProjectView } from '../projects-api.ts'
import { readPortal } from '../read-portal.ts'
import { StaleNote } from '../shell/stale-note.tsx'
import { titleOf } from '../shell/title-of.ts'
import { useFreshness } from '../shell/use-freshness.ts'
import { useSession } from '../shell/use-session.ts'
import { DueDates } from './due-dates.tsx'
import { Milestones } from './milestones.tsx'
import { ProjectOrders } from './project-orders.tsx'
import { projectSentence } from './sentence.ts'

const interestsIn = (id: string) =>
  [
    { module: 'projects', kind: 'project', ids: [id] },
    { module: 'orders', kind: 'order' },
  ] as const

export async function loader(args: Route.LoaderArgs) {
  const [project, freshness] = await readPortal(args, (portal) =>
    Promise.all([portal.projects.get({ id: args.params.id }), portal.freshness.get()]),
  )
  return { project, freshness }
}

export const shouldRevalidate = revalidateOnLive(({ currentParams }) =>
  interestsIn(currentParams['id'] ?? ''),
)

export const meta: Route.MetaFunction = (args) =>
  titleOf(args, () => args.loaderData.project.number)

function Head({ project }: { project: ProjectView }) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const { tenant } = useSession()
  const sentence = projectSentence(project, {
    text,
    day: (date) => format.day(date, 'short', now),
    today: format.dateOf(now),
  })
  return (
    <>
      <nav
        aria-label={text('project.breadcrumb')}
        className="mb-2 flex items-center gap-2 text-meta text-faint"
      >
        <Link to={`/t/${tenant.slug}/projects`} prefetch="intent" className="link">
          {text('projects.title')}
        </Link>
        <Icon of={ChevronRight} size={14} />
        <span aria-current="page">{project.number}</span>
      </nav>
      <div className="mb-6">
        <div className="flex flex-wrap items-center gap-2">
          <h1>{project.title}</h1>
          <ProjectBadge state={project.state} />
        </div>
        <p className="mt-1 text-soft">{sentence}</p>
      </div>
    </>
  )
}

function ProjectFacts({ project }: { project: ProjectView }) {
  const text = useText()
  const open = <span className="text-faint">{text('project.fact.open')}</span>
  const dueChanged = useValueJustChanged(project.id, project.dueOn)
  const doneChanged = useValueJustChanged(project.id, String(project.milestonesDone))
  return (
    <Facts>
      <Fact name={text('project.fact.due')} changed={dueChanged}>
        <span className="font-medium">
          <ProjectDue project={project} />
        </span>
      </Fact>
      <Fact name={text('project.fact.progress')} changed={doneChanged}>
        <ProjectProgress project={project} />
      </Fact>
      <Fact name={text('project.fact.start')}>
        {project.startsOn === null ? open : <DateText date={project.startsOn} />}
      </Fact>
      <Fact name={text('project.fact.manager')}>{project.managerName ?? open}</Fact>
    </Facts>
  )
}

export default function ProjectPage({ loaderData, params }: Route.ComponentProps) {
  const { project } = loaderData
  const freshness = useFreshness(loaderData.freshness).orders
  useLive(interestsIn(params.id))
  useAnnounceProjects([project])
  const fresh =
    freshness === undefined ? null : (
      <Freshness source={freshness.source} seenAt={freshness.seenAt} />
    )
  return (
    <>
      <Head project={project} />
      <StaleNote freshness={freshness} />
      <ProjectFacts key={project.id} project={project} />
      <div className="mt-8 grid items-start gap-x-12 gap-y-8 wide:grid-cols-[minmax(0,1fr)_340px]">
        <div className="grid min-w-0 gap-8">
          <Milestones key={project.id} project={project} fresh={fresh} />
        </div>
        <div className="grid min-w-0 gap-8">
          <DueDates key={project.id} project={project} />
          {project.orders === null ? null : <ProjectOrders orders={project.orders} />}
        </div>
      </div>
    </>
  )
}
