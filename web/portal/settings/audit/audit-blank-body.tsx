/** Why no entry is shown: fetched only when there is none. */
import { ScrollText } from 'lucide-react'
import { useText } from '../../../ui/text/use-text.tsx'
import { ListBlank } from '../../list/list-blank.tsx'
import type { WhyEmpty } from '../../list/list-query.ts'
import { useSession } from '../../shell/use-session.ts'
import type { AuditViewName } from './audit-query.ts'

export default function AuditBlank({ view, filtered, all }: WhyEmpty<AuditViewName>) {
  const text = useText()
  const operator = useSession().operator.name
  return (
    <ListBlank
      icon={ScrollText}
      {...{ filtered, all }}
      empty={{ title: text('audit.empty.title'), help: text('audit.empty.help') }}
      noneInView={
        view === 'people'
          ? null
          : {
              title: text(`audit.noneInView.${view}`, { operator }),
              help: text('audit.noneInView.help'),
              action: text('audit.noneInView.action'),
            }
      }
    />
  )
}
