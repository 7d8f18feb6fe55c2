/** What a role would mean for somebody, as data for the panel beside the form; asked again with every choice. */
import type { Route } from './+types/preview.ts'
import { codeOf } from '../../../ui/page/code-of.ts'
import { readPortal } from '../../read-portal.ts'
import type { AccessPreview, PreviewInput } from '../team-api.ts'

export type PreviewAnswer = { type: 'seen'; preview: AccessPreview } | { type: 'failed' }

/** @throws a page that failed, where it is more than a wish out of reach */
export async function loader(args: Route.LoaderArgs): Promise<PreviewAnswer> {
  const asked = new URL(args.request.url).searchParams.get('of') ?? ''
  return readPortal(args, async (portal): Promise<PreviewAnswer> => {
    try {
      const preview = await portal.team.preview(JSON.parse(asked) as PreviewInput)
      return { type: 'seen', preview }
    } catch (error) {
      const code = codeOf(error)
      const isOurs = code === 'UNAUTHORIZED' || code === 'PRECONDITION_FAILED'
      if (isOurs) throw error
      return { type: 'failed' }
    }
  })
}
