/** What sentences of the audit log are told with: the reader's words, zone and day, and who runs the portal. */
import { useNow } from '../../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../../ui/text/use-text.tsx'
import { useSession } from '../../shell/use-session.ts'
import type { AuditVoice } from './sentence.ts'

export function useAuditVoice(): AuditVoice {
  const { operator, person } = useSession()
  return {
    text: useText(),
    format: useFormat(),
    operator: operator.name,
    locale: person.locale,
    now: useNow(),
  }
}
