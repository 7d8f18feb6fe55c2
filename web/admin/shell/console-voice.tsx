/**
 * Times of the console are those of whoever reads them. The server does not know that zone, so it writes UTC and the
 * browser puts its own in place.
 */
import { useSyncExternalStore, type ReactNode } from 'react'
import { VoiceProvider } from '../../ui/text/use-text.tsx'

const never = () => () => undefined
const ownZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone
const serverZone = () => 'UTC'

export function ConsoleVoice({ children }: { children: ReactNode }) {
  const timeZone = useSyncExternalStore(never, ownZone, serverZone)
  return (
    <VoiceProvider locale="en" timeZone={timeZone}>
      {children}
    </VoiceProvider>
  )
}
