/** A second factor for everybody, and how long a session may be idle and last. */
import { Checkbox } from '../../../ui/form/checkbox.tsx'
import { Field } from '../../../ui/form/field.tsx'
import { Select } from '../../../ui/form/select.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import type { SecurityView } from '../settings-api.ts'
import { ABSOLUTE_HOURS, IDLE_MINUTES, withOwn } from './rules.ts'

const MINUTES_OF_HOUR = 60

function useSpan(): (minutes: number) => string {
  const text = useText()
  return (minutes) => {
    const whole = minutes % MINUTES_OF_HOUR === 0
    const count = whole ? minutes / MINUTES_OF_HOUR : minutes
    return text(whole ? 'settings.security.hours' : 'settings.security.minutes', { count })
  }
}

export function SecurityFields({ rules }: { rules: SecurityView }) {
  const text = useText()
  const span = useSpan()
  const disabled = !rules.mayChange
  return (
    <>
      <label className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        <Checkbox name="requireMfa" defaultChecked={rules.requireMfa} disabled={disabled} />
        <span className="text-dense font-medium">{text('settings.security.mfa')}</span>
        <span className="col-start-2 text-meta text-faint">
          {text('settings.security.mfaHelp')}
        </span>
      </label>
      <Field label={text('settings.security.idle')} help={text('settings.security.idleHelp')}>
        {(ids) => (
          <Select {...ids} name="idleMinutes" defaultValue={rules.idleMinutes} disabled={disabled}>
            {withOwn(IDLE_MINUTES, rules.idleMinutes).map((minutes) => (
              <option key={minutes} value={minutes}>
                {span(minutes)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label={text('settings.security.absolute')}
        help={text('settings.security.absoluteHelp')}
      >
        {(ids) => (
          <Select
            {...ids}
            name="absoluteHours"
            defaultValue={rules.absoluteHours}
            disabled={disabled}
          >
            {withOwn(ABSOLUTE_HOURS, rules.absoluteHours).map((hours) => (
              <option key={hours} value={hours}>
                {span(hours * MINUTES_OF_HOUR)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  )
}
