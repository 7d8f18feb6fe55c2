/** Before staff look at a tenant through the eyes of a member: whose, and why. */
import { SearchX } from 'lucide-react'
import { data, Form, Link, redirectDocument, useNavigation } from 'react-router'
import type { Route } from './+types/page.ts'
import { isUuid, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import { consoleText } from '../../languages/console-text.ts'
import { Button, buttonClass } from '../../ui/action/button.tsx'
import { Input } from '../../ui/form/input.tsx'
import { ProblemSummary } from '../../ui/form/problem-summary.tsx'
import { Blank } from '../../ui/show/blank.tsx'
import type { MembersView } from '../api.ts'
import { titleMeta } from '../parts/title.ts'
import { actOnConsole, notFound, readConsole } from '../read-console.ts'
import { MemberField } from './member-field.tsx'
import { ReasonField } from './reason-field.tsx'
import { findProblems, readForm, type ViewProblem } from './view-form.ts'
import { cookiesOf } from '../../ui/door/cookies-of.ts'

export async function loader(args: Route.LoaderArgs) {
  const { id } = args.params
  if (!isUuid(id)) throw notFound()
  const q = (new URL(args.request.url).searchParams.get('q') ?? '').trim().slice(0, 100)
  const tenantId = id as TenantId
  return { q, view: await readConsole(args, (api) => api.tenants.members({ tenantId, q })) }
}

export async function action(args: Route.ActionArgs) {
  const form = readForm(await args.request.formData())
  const refuse = (problems: ViewProblem[]) =>
    data({ ...form, problems, attempt: Date.now() }, { status: 400 })
  const problems = findProblems(form)
  if (problems.length > 0) return refuse(problems)
  const outcome = await actOnConsole(args, (api) =>
    api.viewAs.start({
      tenantId: args.params.id as TenantId,
      personId: form.member as PersonId,
      reason: form.reason,
    }),
  )
  if (outcome.type === 'failed' || outcome.result.type === 'refused') return refuse(['refused'])
  const { slug, setCookie } = outcome.result
  const headers = cookiesOf({ setCookie })
  return redirectDocument(`/t/${slug}/home`, { headers })
}

export const meta: Route.MetaFunction = ({ error, loaderData }) =>
  titleMeta(error, () =>
    consoleText('viewAs.title', {
      // Without an error there is data; the router's types do not say so.
      tenant: (loaderData as { view: MembersView } | undefined)?.view.tenant.name ?? '',
    }),
  )

function FindMember({ q }: { q: string }) {
  return (
    <Form role="search" aria-label={consoleText('viewAs.find')} className="flex gap-2">
      <Input
        name="q"
        type="search"
        defaultValue={q}
        aria-label={consoleText('viewAs.find')}
        placeholder={consoleText('viewAs.find')}
      />
      <Button type="submit">{consoleText('viewAs.findButton')}</Button>
    </Form>
  )
}

function NoMember({ tenant }: Pick<MembersView, 'tenant'>) {
  return (
    <Blank
      icon={SearchX}
      title={consoleText('viewAs.noMember.title')}
      help={consoleText('viewAs.noMember.help', { tenant: tenant.name })}
      action={
        <Link to={`/admin/tenants/${tenant.id}/view-as`} className={buttonClass()}>
          {consoleText('viewAs.noMember.all')}
        </Link>
      }
    />
  )
}

export default function ViewAsPage({ loaderData, actionData }: Route.ComponentProps) {
  const { q, view } = loaderData
  const { tenant, members } = view
  const pending = useNavigation().formMethod === 'POST'
  const problems = actionData?.problems ?? []
  const title = consoleText('viewAs.title', { tenant: tenant.name })
  return (
    <div className="max-w-[560px]">
      <h1>{title}</h1>
      <p className="mt-1 mb-5 text-soft">{consoleText('viewAs.intro', { tenant: tenant.name })}</p>
      {view.more || q !== '' ? <FindMember q={q} /> : null}
      {members.length === 0 ? (
        <NoMember tenant={tenant} />
      ) : (
        <Form method="post" noValidate className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-5">
          {problems.length === 0 ? null : (
            <ProblemSummary
              attempt={actionData?.attempt ?? 0}
              title={consoleText('viewAs.problem.title')}
              problems={problems.map((problem) => ({
                field: problem === 'refused' ? null : problem,
                message: consoleText(`viewAs.problem.${problem}`),
              }))}
            />
          )}
          <MemberField view={view} chosen={actionData?.member} problems={problems} />
          <ReasonField
            tenant={tenant.name}
            written={actionData?.reason ?? ''}
            wrong={problems.includes('reason')}
          />
          <div className="flex gap-2">
            <Button
              type="submit"
              look="primary"
              pending={pending && consoleText('viewAs.starting')}
            >
              {consoleText('viewAs.start')}
            </Button>
            <Link to="/admin/tenants" className={buttonClass('plain')}>
              {consoleText('viewAs.cancel')}
            </Link>
          </div>
        </Form>
      )}
    </div>
  )
}
