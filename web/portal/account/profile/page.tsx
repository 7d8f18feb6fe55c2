/** What one is called, in which language and time zone, and the address one signs in with. */
import { data, Form, useNavigation } from 'react-router'
import type { Route } from './+types/page.ts'
import { LANGUAGES } from '../../../languages/languages.ts'
import { Button } from '../../../ui/action/button.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { titleOf } from '../../shell/title-of.ts'
import { actOnAccount } from '../act-account.ts'
import { formText } from '../../../ui/form/form-text.ts'
import { Done, Failed } from '../answer.tsx'
import { useAccount } from '../use-account.ts'
import { AddressSection } from './address-section.tsx'
import { ProfileFields } from './profile-fields.tsx'

export const loader = () => ({
  zones: Intl.supportedValuesOf('timeZone'),
  languages: [...LANGUAGES],
})

export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData()
  const intent = formText(form, 'intent')
  const at = Date.now()
  if (intent === 'address') {
    const address = formText(form, 'address').trim()
    return data({
      ...{ at, intent },
      ...(await actOnAccount(args, ({ email }) => email.begin({ address }))),
    })
  }
  if (intent === 'stop') {
    return data({ at, intent, ...(await actOnAccount(args, ({ email }) => email.stop())) })
  }
  const profile = {
    name: formText(form, 'name'),
    locale: formText(form, 'locale'),
    timeZone: formText(form, 'timeZone') || null,
  }
  const saved = await actOnAccount(args, (account) => account.updateProfile(profile))
  return data({ at, intent: 'profile', ...saved })
}

export const meta: Route.MetaFunction = (args) =>
  titleOf(args, (text) => text('account.part.profile'))

export default function ProfilePage({ loaderData, actionData }: Route.ComponentProps) {
  const text = useText()
  const account = useAccount()
  const navigation = useNavigation()
  const pending = navigation.formData?.get('intent') === 'profile'
  const own = actionData?.intent === 'profile' ? actionData : undefined
  return (
    <>
      <h1>{text('account.part.profile')}</h1>
      <Form method="post" noValidate className="mt-5 grid max-w-[480px] gap-5">
        {own?.type === 'failed' ? <Failed why={own.why} attempt={own.at} /> : null}
        {own?.type === 'answered' ? <Done>{text('account.saved')}</Done> : null}
        <input type="hidden" name="intent" value="profile" />
        <ProfileFields person={account.person} {...loaderData} />
        <div>
          <Button type="submit" look="primary" pending={pending && text('account.saving')}>
            {text('account.save')}
          </Button>
        </div>
      </Form>
      <AddressSection account={account} outcome={own === undefined ? actionData : undefined} />
    </>
  )
}
