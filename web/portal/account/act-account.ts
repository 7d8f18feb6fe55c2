/**
 * How the account's pages act: as those of a tenant do, but for a proof that has become too old, which leads to
 * "confirm that it is you" and back to where the person was.
 */
import { redirect, type RouterContextProvider } from 'react-router'
import type { PortalApi } from '../api.ts'
import { actOnPortal, type ActionOutcome } from '../act-portal.ts'
import { codeOf } from '../../ui/page/code-of.ts'

interface AccountActionArgs {
  request: Request
  context: Readonly<RouterContextProvider>
  /** The page to come back to; the one that was posted to, unless told. */
  back?: string | null
}

export const confirmPath = (back: string): string =>
  `/account/confirm?${new URLSearchParams({ next: back })}`

export async function actOnAccount<T>(
  { back = null, ...args }: AccountActionArgs,
  act: (account: PortalApi['portal']['account']) => Promise<T>,
): Promise<ActionOutcome<T>> {
  return actOnPortal(args, async ({ account }) => {
    try {
      return await act(account)
    } catch (error) {
      if (codeOf(error) !== 'PRECONDITION_FAILED') throw error
      const { pathname } = new URL(args.request.url)
      throw redirect(confirmPath(back ?? pathname.replace(/\.data$/, '')))
    }
  })
}
