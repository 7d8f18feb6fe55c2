/** `POST /account/data/download`: the copy itself. A visit by link downloads nothing. */
import { redirect } from 'react-router'
import type { Route } from './+types/download.ts'
import { notFound } from '../../read-portal.ts'
import { actOnAccount } from '../act-account.ts'

const PAGE = '/account/data'

export const loader = () => redirect(PAGE)

export async function action(args: Route.ActionArgs): Promise<Response> {
  const outcome = await actOnAccount({ ...args, back: PAGE }, ({ data }) => data.export())
  if (outcome.type === 'failed') throw notFound()
  const { exportedAt } = outcome.result
  return new Response(`${JSON.stringify(outcome.result, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="my-data-${exportedAt.slice(0, 10)}.json"`,
    },
  })
}
