/** `/admin/tenants/search`: tenants to choose from, for the field that asks while somebody types. */
import type { Route } from './+types/tenant-search.ts'
import { readConsole } from '../read-console.ts'

const LIMIT = 8

export async function loader(args: Route.LoaderArgs) {
  const q = (new URL(args.request.url).searchParams.get('q') ?? '').trim().slice(0, 100)
  return { q, tenants: await readConsole(args, (api) => api.tenants.search({ q, limit: LIMIT })) }
}
