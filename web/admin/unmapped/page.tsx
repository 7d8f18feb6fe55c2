/** Customers that belong to no tenant yet, what waits for them, and the link that applies it. */
import { useState } from 'react'
import { Link2 } from 'lucide-react'
import { Link } from 'react-router'
import type { Route } from './+types/page.ts'
import { isUuid, type ConnectionId, type TenantId } from '#workflows/contracts/ids.ts'
import { consoleText } from '../../languages/console-text.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { Dialog, preloadDialog } from '../../ui/float/dialog.tsx'
import { Blank } from '../../ui/show/blank.tsx'
import { Section } from '../../ui/show/section.tsx'
import type { UnmappedView } from '../api.ts'
import { formText } from '../../ui/form/form-text.ts'
import { titleMeta } from '../parts/title.ts'
import { actOnConsole, readConsole } from '../read-console.ts'
import { useStaffPermission } from '../shell/use-console.ts'
import { CALM_MS, useRefresh } from '../shell/use-refresh.ts'
import { GroupTable } from './group-table.tsx'
import { LinkForm, nameOf, preloadPicker, type LinkableGroup } from './link-form.tsx'

const LIMIT = 50

function cursorOf(params: URLSearchParams): UnmappedView['next'] {
  const connection = params.get('connection')
  const externalCustomerId = params.get('after')
  if (connection === null || !isUuid(connection) || !externalCustomerId) return null
  return { connectionId: connection as ConnectionId, externalCustomerId }
}

export function loader(args: Route.LoaderArgs) {
  const after = cursorOf(new URL(args.request.url).searchParams)
  return readConsole(args, async (api) => ({
    ...(await api.unmapped.list({ after, limit: LIMIT })),
    isFirst: after === null,
  }))
}

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData()
  return actOnConsole(args, (api) =>
    api.links.create({
      commandId: formText(form, 'command'),
      connectionId: formText(form, 'connection') as ConnectionId,
      externalId: formText(form, 'customer'),
      tenantId: formText(form, 'tenant') as TenantId,
    }),
  )
}

export const meta: Route.MetaFunction = ({ error }) =>
  titleMeta(error, () => consoleText('unmapped.title'))

function Foot({ next, isFirst }: Pick<UnmappedView, 'next'> & { isFirst: boolean }) {
  if (isFirst && next === null) return null
  const params =
    next === null
      ? null
      : new URLSearchParams({ connection: next.connectionId, after: next.externalCustomerId })
  return (
    <nav aria-label={consoleText('unmapped.pages')} className="flex justify-end gap-2 pt-3">
      {isFirst ? null : (
        <Link to="/admin/unmapped" className={buttonClass()}>
          {consoleText('shell.first')}
        </Link>
      )}
      {params === null ? null : (
        <Link to={`/admin/unmapped?${params.toString()}`} className={buttonClass()}>
          {consoleText('shell.next')}
        </Link>
      )}
    </nav>
  )
}

const preload = () => {
  preloadDialog()
  preloadPicker()
}

export default function Unmapped({ loaderData }: Route.ComponentProps) {
  const { groups, nameless, next, isFirst } = loaderData
  const mayLink = useStaffPermission('links:create')
  const [linking, setLinking] = useState<LinkableGroup | null>(null)
  const close = () => setLinking(null)
  useRefresh(CALM_MS)
  return (
    <>
      <h1>{consoleText('unmapped.title')}</h1>
      <p className="mt-1 mb-4 max-w-[80ch] text-soft">{consoleText('unmapped.summary')}</p>
      {groups.length === 0 ? (
        <Blank
          icon={Link2}
          title={consoleText('unmapped.empty.title')}
          help={consoleText('unmapped.empty.help')}
        />
      ) : (
        <GroupTable groups={groups} onIntent={preload} {...(mayLink && { onLink: setLinking })} />
      )}
      <Foot next={next} isFirst={isFirst} />
      {nameless.length === 0 ? null : (
        <Section title={consoleText('unmapped.nameless.title')} className="mt-8">
          <p className="max-w-[80ch] pt-3 text-dense text-soft">
            {consoleText('unmapped.nameless.help')}
          </p>
          <GroupTable groups={nameless} />
        </Section>
      )}
      <Dialog
        title={
          linking === null ? '' : consoleText('unmapped.link.title', { name: nameOf(linking) })
        }
        place="middle"
        open={linking !== null}
        setOpen={close}
      >
        {linking === null ? null : <LinkForm group={linking} close={close} />}
      </Dialog>
    </>
  )
}
