/**
 * How actions change something: through the tRPC caller of the request. What can be said beside the button is an
 * answer; a lost session leads to the door, and everything else is a page that failed.
 */
import type { RouterContextProvider } from 'react-router'
import { apiContext } from '../load-context.ts'
import type { PortalApi } from './api.ts'
import { codeOf } from '../ui/page/code-of.ts'
import { failPage } from './read-portal.ts'

interface ActionArgs {
  request: Request
  context: Readonly<RouterContextProvider>
}

/** `forbidden`: the role lost it meanwhile. `conflict`: somebody else was faster. */
export type Problem = 'invalid' | 'forbidden' | 'conflict' | 'unavailable' | 'too_often'

export type ActionOutcome<T> = { type: 'answered'; result: T } | { type: 'failed'; why: Problem }

const PROBLEMS: Readonly<Partial<Record<string, Problem>>> = {
  BAD_REQUEST: 'invalid',
  FORBIDDEN: 'forbidden',
  CONFLICT: 'conflict',
  SERVICE_UNAVAILABLE: 'unavailable',
  TOO_MANY_REQUESTS: 'too_often',
}

export async function actOnPortal<T>(
  args: ActionArgs,
  act: (portal: PortalApi['portal']) => Promise<T>,
): Promise<ActionOutcome<T>> {
  try {
    return { type: 'answered', result: await act(args.context.get(apiContext).portal) }
  } catch (error) {
    const why = PROBLEMS[codeOf(error) ?? '']
    if (why !== undefined) return { type: 'failed', why }
    return failPage(args, error)
  }
}
