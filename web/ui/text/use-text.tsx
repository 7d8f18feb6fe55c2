/** Hands every part the words of the catalogue, the member's locale and zone, and who runs the portal. */
import { createContext, use, useMemo, type ReactNode } from 'react'
import { DEFAULT_LANGUAGE, languageFor, translator } from '../../languages/languages.ts'
import type { Translate } from '../../languages/catalogue.ts'
import { createFormat, type Format } from './format.ts'

interface Voice {
  text: Translate
  format: Format
}

const VoiceContext = createContext<Voice | null>(null)

function createVoice(locale: string, timeZone: string): Voice {
  const text = translator(languageFor(locale))
  return { text, format: createFormat({ locale, timeZone, text }) }
}

let plain: Voice | undefined
/** Before anybody is known: the default language, and UTC since the server must agree with the browser. */
const plainVoice = (): Voice => (plain ??= createVoice(DEFAULT_LANGUAGE, 'UTC'))

interface VoiceProviderProps {
  locale: string
  timeZone: string
  children: ReactNode
}

export function VoiceProvider({ locale, timeZone, children }: VoiceProviderProps) {
  const voice = useMemo(() => createVoice(locale, timeZone), [locale, timeZone])
  return <VoiceContext value={voice}>{children}</VoiceContext>
}

export const useText = (): Translate => (use(VoiceContext) ?? plainVoice()).text
export const useFormat = (): Format => (use(VoiceContext) ?? plainVoice()).format
