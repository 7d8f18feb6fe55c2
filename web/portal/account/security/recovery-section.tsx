/** How many recovery codes are left, and new ones. */
import { Button } from '../../../ui/action/button.tsx'
import { Section } from '../../../ui/show/section.tsx'
import { useFormat, useText } from '../../../ui/text/use-text.tsx'
import { capital } from '../../../ui/text/initials.ts'
import { Failed } from '../answer.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SECURITY, useSecurity } from './use-security.ts'

export function RecoverySection({ left }: { left: number }) {
  const text = useText()
  const format = useFormat()
  const { fetcher, pending, answerTo } = useSecurity()
  const answer = answerTo('recovery')
  const codes = answer?.type === 'answered' ? (answer.result?.codes ?? null) : null
  return (
    <Section title={text('account.recovery.title')}>
      <div className="grid gap-3 pt-4">
        {answer?.type === 'failed' ? <Failed why={answer.why} attempt={answer.at} /> : null}
        {codes === null ? (
          <p className="text-soft">
            {text('account.recovery.help')}{' '}
            {text('account.recovery.left', { count: left, number: capital(format.count(left)) })}
          </p>
        ) : (
          <RecoveryCodes codes={codes} />
        )}
        <fetcher.Form
          method="post"
          action={SECURITY}
          className="flex flex-wrap items-center gap-x-3 gap-y-1"
        >
          <input type="hidden" name="intent" value="recovery" />
          <Button type="submit" pending={pending && text('account.saving')}>
            {text('account.recovery.renew')}
          </Button>
          <span className="text-meta text-faint">{text('account.recovery.renewHelp')}</span>
        </fetcher.Form>
      </div>
    </Section>
  )
}
