/** Which loaders run again: exactly those a change concerns, and on a navigation those the router chooses. */
import type { ShouldRevalidateFunctionArgs } from 'react-router'
import type { LiveInterest } from './interest.ts'
import type { LiveStore } from './store.ts'

type Args = Pick<
  ShouldRevalidateFunctionArgs,
  'currentUrl' | 'nextUrl' | 'defaultShouldRevalidate'
> & { formMethod?: ShouldRevalidateFunctionArgs['formMethod'] | undefined }

export function decideRevalidation(
  args: Args,
  store: Pick<LiveStore, 'isRunning' | 'isConcerned'>,
  interests: readonly LiveInterest[],
): boolean {
  const concerned = interests.some(store.isConcerned)
  const isLiveOnly =
    store.isRunning() && args.formMethod === undefined && args.currentUrl.href === args.nextUrl.href
  return isLiveOnly ? concerned : args.defaultShouldRevalidate || concerned
}
