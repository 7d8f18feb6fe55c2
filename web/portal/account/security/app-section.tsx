/** The authenticator app: whether there is one, and the way to another or to none. */
import { Button } from '../../../ui/action/button.tsx'
import { Section } from '../../../ui/show/section.tsx'
import { useFormat, useText } from '../../../ui/text/use-text.tsx'
import { Done, Failed } from '../answer.tsx'
import { AppSetup } from './app-setup.tsx'
import { SECURITY, useSecurity } from './use-security.ts'

export function AppSection({ since }: { since: string | null }) {
  const text = useText()
  const format = useFormat()
  const { fetcher, pending, answerTo } = useSecurity()
  const removed = answerTo('app-remove')
  return (
    <Section title={text('account.factor.title')}>
      <div className="grid gap-3 pt-4">
        {removed?.type === 'failed' ? <Failed why={removed.why} attempt={removed.at} /> : null}
        {removed?.type === 'answered' && since === null ? (
          <Done>{text('account.factor.removed')}</Done>
        ) : null}
        <p className="text-soft">
          {since === null
            ? text('account.factor.off')
            : text('account.factor.on', {
                date: format.day(format.dateOf(new Date(since)), 'year'),
              })}
        </p>
        <AppSetup isReplacement={since !== null} />
        {since === null ? null : (
          <fetcher.Form method="post" action={SECURITY}>
            <input type="hidden" name="intent" value="app-remove" />
            <Button type="submit" look="plain" pending={pending && text('account.saving')}>
              {text('account.factor.remove')}
            </Button>
          </fetcher.Form>
        )}
      </div>
    </Section>
  )
}
