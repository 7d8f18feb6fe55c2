/** `/t/{slug}` is the home page of the tenant. */
import { redirect } from 'react-router'
import type { Route } from './+types/redirect.ts'

export const loader = ({ params }: Route.LoaderArgs) => redirect(`/t/${params.tenant}/home`)
