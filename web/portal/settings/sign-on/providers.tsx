/** The identity providers of the company: what to enter on the other side, a try, and putting them into use. */
import { CircleCheck, CircleDashed, CircleOff, TriangleAlert } from 'lucide-react'
import { buttonClass } from '../../../ui/action/button.tsx'
import { Fact, Facts } from '../../../ui/show/facts.tsx'
import { Note } from '../../../ui/show/note.tsx'
import { Section } from '../../../ui/show/section.tsx'
import { State } from '../../../ui/show/state.tsx'
import { useFormat, useText } from '../../../ui/text/use-text.tsx'
import { useRoleName } from '../../shell/use-role-name.ts'
import type { CertificateView, ProviderView, SignOnView } from './api.ts'
import { Press } from './press.tsx'
import { ProviderForm } from './provider-form.tsx'

/** Characters of the calendar date in an instant. */
const DATE = 10

const STATES = {
  draft: { icon: CircleDashed, tone: 'idle' },
  active: { icon: CircleCheck, tone: 'ok' },
  disabled: { icon: CircleOff, tone: 'idle' },
} as const

export function Providers({ providers, mayChange }: Pick<SignOnView, 'providers' | 'mayChange'>) {
  const text = useText()
  return (
    <Section title={text('signOnSettings.providers.title')} className="mt-8">
      {providers.length === 0 ? (
        <p className="mt-2 max-w-[60ch] text-dense text-soft">
          {text('signOnSettings.providers.none')}
        </p>
      ) : null}
      {providers.map((provider) => (
        <Provider key={provider.id} provider={provider} mayChange={mayChange} />
      ))}
      {mayChange ? (
        // Another one on the list: the form that added it is done, and forgets the secret.
        <div key={providers.length} className="mt-4 grid gap-2">
          <ProviderForm kind="oidc" label={text('signOnSettings.form.oidc')} />
          <ProviderForm kind="saml" label={text('signOnSettings.form.saml')} />
        </div>
      ) : null}
    </Section>
  )
}

interface ProviderProps {
  provider: ProviderView
  mayChange: boolean
}

function Provider({ provider, mayChange }: ProviderProps) {
  const text = useText()
  const { icon, tone } = STATES[provider.state]
  return (
    <article className="mt-3 grid gap-3 not-first-of-type:border-t not-first-of-type:border-line not-first-of-type:pt-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{provider.name}</h3>
        <span className="text-meta text-faint">
          {text(`signOnSettings.providers.${provider.kind}`)}
        </span>
        <State
          icon={icon}
          tone={tone}
          word={text(`signOnSettings.providers.state.${provider.state}`)}
        />
      </div>
      {provider.certificates.map((certificate) => (
        <CertificateNote key={certificate.fingerprint} certificate={certificate} />
      ))}
      <ProviderFacts provider={provider} />
      <OurFacts ours={provider.ours} />
      {mayChange ? <ProviderButtons provider={provider} /> : null}
    </article>
  )
}

function ProviderFacts({ provider }: { provider: ProviderView }) {
  const text = useText()
  const format = useFormat()
  const roleName = useRoleName()
  const { testedAt, defaultRole } = provider
  return (
    <Facts>
      <Fact name={text('signOnSettings.providers.issuer')}>
        <span className="break-all">{provider.issuer}</span>
      </Fact>
      <Fact name={text('signOnSettings.providers.role')}>
        {roleName({ type: 'preset', preset: defaultRole })}
      </Fact>
      <Fact name={text('signOnSettings.providers.trial')}>
        {testedAt === null
          ? text('signOnSettings.providers.untested')
          : text('signOnSettings.providers.tested', { at: format.day(testedAt.slice(0, DATE)) })}
      </Fact>
    </Facts>
  )
}

/** To be copied to the other side, so each on a line of its own. */
function OurFacts({ ours }: Pick<ProviderView, 'ours'>) {
  const text = useText()
  return (
    <section className="rounded-2 border border-line px-4 py-3">
      <h4 className="text-meta text-soft">{text('signOnSettings.providers.ours')}</h4>
      <dl className="mt-2 grid gap-2">
        {Object.entries(ours).map(([name, value]) => (
          <div key={name}>
            <dt className="text-meta text-faint">
              {text(`signOnSettings.providers.${name as 'redirectUri' | 'entityId' | 'acsUrl'}`)}
            </dt>
            <dd>
              <code className="text-meta break-all select-all">{value}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function CertificateNote({ certificate }: { certificate: CertificateView }) {
  const text = useText()
  const format = useFormat()
  const at = format.day(certificate.notAfter.slice(0, DATE))
  if (certificate.state === 'ok') {
    return (
      <p className="text-meta text-faint">{text('signOnSettings.providers.certificate', { at })}</p>
    )
  }
  const key = certificate.state === 'soon' ? 'certificateSoon' : 'certificateExpired'
  return (
    <Note icon={TriangleAlert} tone={certificate.state === 'soon' ? 'warn' : 'bad'}>
      {text(`signOnSettings.providers.${key}`, { at })}
    </Note>
  )
}

function ProviderButtons({ provider }: { provider: ProviderView }) {
  const text = useText()
  const { id, state, kind, testedAt } = provider
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <a href={`/auth/sso/${id}?test=1`} className={buttonClass()}>
          {text('signOnSettings.providers.test')}
        </a>
        {state === 'active' ? (
          <Press does="off" id={id} label={text('signOnSettings.providers.off')} />
        ) : null}
        {state !== 'active' && testedAt !== null ? (
          <Press does="use" id={id} look="primary" label={text('signOnSettings.providers.use')} />
        ) : null}
        {state === 'active' ? null : (
          <Press
            does="remove"
            id={id}
            look="plain"
            label={text('signOnSettings.providers.remove')}
          />
        )}
      </div>
      {state === 'active' ? (
        <p className="text-meta text-faint">{text('signOnSettings.providers.offHelp')}</p>
      ) : null}
      <ProviderForm kind={kind} provider={provider} label={text('signOnSettings.providers.edit')} />
    </>
  )
}
