/** When exactly and from where an entry came. */
import { Fact, Facts } from '../../../ui/show/facts.tsx'
import type { Translate } from '../../../languages/catalogue.ts'
import type { AuditEntryView } from './audit-api.ts'
import { browserName } from './browser-name.ts'
import type { AuditVoice } from './sentence.ts'

const METHODS = ['password', 'passkey', 'sso'] as const

function methodWord(method: string, text: Translate): string {
  const known = METHODS.find((each) => each === method)
  return known === undefined ? method : text(`audit.method.${known}`)
}

export function OriginFacts({ entry, voice }: { entry: AuditEntryView; voice: AuditVoice }) {
  const { text, format } = voice
  const { address, userAgent, sessionMethod, module } = entry
  return (
    <div className="text-dense">
      <Facts>
        <Fact name={text('audit.exact')}>{format.exact(entry.at)}</Fact>
        <Fact name={text('audit.origin')}>{address ?? text('audit.unknownOrigin')}</Fact>
        {userAgent === null ? null : (
          <Fact name={text('audit.browser')}>
            <span title={userAgent}>{browserName(userAgent)}</span>
          </Fact>
        )}
        {sessionMethod === null ? null : (
          <Fact name={text('audit.session')}>{methodWord(sessionMethod, text)}</Fact>
        )}
        <Fact name={text('audit.filter.module')}>{text(`audit.module.${module}`)}</Fact>
      </Facts>
    </div>
  )
}
