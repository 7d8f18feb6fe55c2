/**
 * How loaders and actions of the console reach the server: its caller, with every refusal turned into what a page can
 * show. Without a console, and for what does not exist, the answer is the same 404.
 */
import { data, redirect, type RouterContextProvider } from 'react-router'
import { consoleContext, requestIdContext } from '../load-context.ts'
import { codeOf } from '../ui/page/code-of.ts'
import type { AdminApi, ConsolePort } from './api.ts'

interface LoaderArgs {
  request: Request
  context: Readonly<RouterContextProvider>
}

export const notFound = () => data(null, { status: 404 })

export function consoleOf(context: LoaderArgs['context']): ConsolePort {
  const port = context.get(consoleContext)
  if (port === null) throw notFound()
  return port
}

function doorPath(request: Request): string {
  const url = new URL(request.url)
  const ended = request.headers.get('sec-fetch-dest') === 'empty'
  const next = url.pathname + url.search
  return `/admin/sign-in?${new URLSearchParams({ next, ...(ended ? { note: 'ended' } : {}) })}`
}

export async function readConsole<T>(
  { request, context }: LoaderArgs,
  read: (api: AdminApi) => Promise<T>,
): Promise<T> {
  try {
    return await read(consoleOf(context).api)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'UNAUTHORIZED') throw redirect(doorPath(request))
    if (code === 'NOT_FOUND' || code === 'FORBIDDEN' || code === 'BAD_REQUEST') throw notFound()
    if (code === null) throw error
    // The server has logged it under this id; the page shows no more than that.
    const requestId = context.get(requestIdContext)
    throw data({ requestId }, { status: code === 'SERVICE_UNAVAILABLE' ? 503 : 500 })
  }
}

export type Problem = 'unavailable' | 'forbidden' | 'invalid'

export type ActionOutcome<T> = { type: 'answered'; result: T } | { type: 'failed'; why: Problem }

const PROBLEMS: Readonly<Record<string, Problem>> = {
  SERVICE_UNAVAILABLE: 'unavailable',
  FORBIDDEN: 'forbidden',
  BAD_REQUEST: 'invalid',
}

/** For actions: what can be said beside the button is an answer, everything else a page that failed. */
export async function actOnConsole<T>(
  { request, context }: LoaderArgs,
  act: (api: AdminApi) => Promise<T>,
): Promise<ActionOutcome<T>> {
  try {
    return { type: 'answered', result: await act(consoleOf(context).api) }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'UNAUTHORIZED') throw redirect(doorPath(request))
    const why = code === null ? undefined : PROBLEMS[code]
    if (why !== undefined) return { type: 'failed', why }
    if (code === null) throw error
    throw data({ requestId: context.get(requestIdContext) }, { status: 500 })
  }
}
