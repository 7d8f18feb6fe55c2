/** Name, language and time zone. Languages are named in themselves. */
import { Field } from '../../../ui/form/field.tsx'
import { Input } from '../../../ui/form/input.tsx'
import { Select } from '../../../ui/form/select.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import type { AccountView } from '../account-api.ts'

interface ProfileFieldsProps {
  person: AccountView['person']
  zones: string[]
  languages: string[]
}

const nameOf = (language: string): string =>
  new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language

/** The language one has stays a choice, whatever region it was set with. */
const withOwn = (choices: readonly string[], own: string): string[] =>
  choices.includes(own) ? [...choices] : [own, ...choices]

export function ProfileFields({ person, zones, languages }: ProfileFieldsProps) {
  const text = useText()
  const { name, locale, timeZone } = person
  return (
    <>
      <Field label={text('account.profile.name')} help={text('account.profile.nameHelp')} id="name">
        {(ids) => (
          <Input {...ids} name="name" autoComplete="name" maxLength={200} defaultValue={name} />
        )}
      </Field>
      <Field label={text('account.profile.language')} id="locale">
        {(ids) => (
          <Select {...ids} name="locale" defaultValue={locale}>
            {withOwn(languages, locale).map((language) => (
              <option key={language} value={language}>
                {nameOf(language)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label={text('account.profile.timeZone')}
        help={text('account.profile.timeZoneHelp')}
        id="timeZone"
      >
        {(ids) => (
          <Select {...ids} name="timeZone" defaultValue={timeZone ?? ''}>
            <option value="">{text('account.profile.companyZone')}</option>
            {withOwn(zones, timeZone ?? 'UTC').map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll('_', ' ')}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  )
}
