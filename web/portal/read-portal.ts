/**
 * The only way loaders read: through the tRPC caller of the request, with every refusal turned into what a page
 * can show. A missing session leads to the door, one that lacks something to the gate; unknown and foreign things are the same 404.
 */
import { data, redirect, type RouterContextProvider } from 'react-router'
import { apiContext, requestIdContext, sessionContext } from '../load-context.ts'
import { codeOf } from '../ui/page/code-of.ts'
import type { PortalApi } from './api.ts'

interface LoaderArgs {
  request: Request
  context: Readonly<RouterContextProvider>
}

function pathOf(request: Request): string {
  const url = new URL(request.url)
  return url.pathname + url.search
}

export function doorPath(request: Request): string {
  const next = pathOf(request)
  // A document was asked for by a person, who knows; a page that was open lost its session meanwhile.
  const ended = request.headers.get('sec-fetch-dest') === 'empty'
  return `/sign-in?${new URLSearchParams({ next, ...(ended ? { note: 'ended' } : {}) })}`
}

/** A response to throw: the body is the same for what does not exist and for what belongs to others. */
export const notFound = () => data(null, { status: 404 })

/** In place of an error of the caller: a way on, or a page that says no more than an id. */
export function failPage({ request, context }: LoaderArgs, error: unknown): never {
  const code = codeOf(error)
  if (code === 'UNAUTHORIZED') {
    const isView = context.get(sessionContext).view.countsFor(new URL(request.url).pathname)
    throw redirect(isView ? '/view-as/over' : doorPath(request))
  }
  if (code === 'PRECONDITION_FAILED') {
    throw redirect(`/gate?${new URLSearchParams({ next: pathOf(request) })}`)
  }
  if (code === 'NOT_FOUND' || code === 'FORBIDDEN' || code === 'BAD_REQUEST') throw notFound()
  // The server has logged it under this id.
  const requestId = context.get(requestIdContext)
  throw data({ requestId }, { status: code === 'SERVICE_UNAVAILABLE' ? 503 : 500 })
}

export async function readPortal<T>(
  args: LoaderArgs,
  read: (portal: PortalApi['portal']) => Promise<T>,
): Promise<T> {
  try {
    return await read(args.context.get(apiContext).portal)
  } catch (error) {
    return failPage(args, error)
  }
}
