/** Everything one signs in with: password, app, passkeys, recovery codes. */
import { data } from 'react-router'
import type { Route } from './+types/page.ts'
import { useText } from '../../../ui/text/use-text.tsx'
import { titleOf } from '../../shell/title-of.ts'
import { useAccount } from '../use-account.ts'
import { actOnSecurity } from './act.ts'
import { AppSection } from './app-section.tsx'
import { PasskeysSection } from './passkeys-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { RecoverySection } from './recovery-section.tsx'

export const action = async (args: Route.ActionArgs) => data(await actOnSecurity(args))

export const meta: Route.MetaFunction = (args) =>
  titleOf(args, (text) => text('account.part.security'))

export default function SecurityPage() {
  const text = useText()
  const account = useAccount()
  const { factors } = account
  return (
    <>
      <h1>{text('account.part.security')}</h1>
      {account.session.method === 'sso' ? (
        <p className="mt-2 max-w-[60ch] text-soft">{text('account.sso')}</p>
      ) : (
        <div className="mt-6 grid gap-10">
          <PasswordSection hasPassword={account.hasPassword} email={account.person.email} />
          <AppSection since={account.totpSince} />
          <PasskeysSection passkeys={account.passkeys} />
          {factors.totp || factors.passkey ? (
            <RecoverySection left={account.recoveryCodes} />
          ) : null}
        </div>
      )}
    </>
  )
}
