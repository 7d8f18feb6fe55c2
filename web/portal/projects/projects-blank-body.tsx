/** Why no project is shown: fetched only when there is none. */
import { FolderKanban } from 'lucide-react'
import { useText } from '../../ui/text/use-text.tsx'
import { ListBlank } from '../list/list-blank.tsx'
import type { WhyEmpty } from '../list/list-query.ts'
import { useSession } from '../shell/use-session.ts'
import type { ProjectViewName } from './projects-query.ts'

export default function ProjectsBlank({ view, filtered, all }: WhyEmpty<ProjectViewName>) {
  const text = useText()
  const { operator } = useSession()
  return (
    <ListBlank
      icon={FolderKanban}
      {...{ filtered, all }}
      empty={{
        title: text('projects.empty.title'),
        help: text('projects.empty.help', { operator: operator.name }),
      }}
      noneInView={
        view === 'all'
          ? null
          : {
              title: text(`projects.noneInView.${view}`),
              help: text('projects.noneInView.help'),
              action: text('projects.noneInView.action'),
            }
      }
    />
  )
}
