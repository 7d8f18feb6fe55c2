/** For whoever has no second factor yet: an app or a passkey, set up at the gate. */
import { buttonClass } from '../../ui/action/button.tsx'
import { Section } from '../../ui/show/section.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { AppSetup } from '../account/security/app-setup.tsx'
import { PasskeyAdd } from '../account/security/passkey-add.tsx'
import type { TenantBrief } from '../api.ts'

interface SetUpFactorProps {
  tenant: TenantBrief
  next: string
}

export function SetUpFactor({ tenant, next }: SetUpFactorProps) {
  const text = useText()
  const back = `/gate?${new URLSearchParams({ next })}`
  const onward = (
    // A whole page: the session that opens it is another one than that of this page.
    <a href={next} className={buttonClass('primary')}>
      {text('gate.goOn', { tenant: tenant.name })}
    </a>
  )
  return (
    <>
      <p className="mt-3 text-soft">{text('gate.setUp')}</p>
      <Section title={text('gate.app')} className="mt-6">
        <p className="pt-3 pb-3 text-soft">{text('gate.appHelp')}</p>
        <AppSetup back={back} onward={onward} />
      </Section>
      <Section title={text('gate.passkey')} className="mt-8">
        <p className="pt-3 pb-3 text-soft">{text('gate.passkeyHelp')}</p>
        <PasskeyAdd back={back} onward={onward} />
      </Section>
    </>
  )
}
