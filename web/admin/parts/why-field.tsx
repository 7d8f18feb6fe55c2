/** Why somebody stops or restarts something: asked where it changes what flows, and told with the command. */
import { consoleText } from '../../languages/console-text.ts'
import { MAX_REASON } from '#workflows/contracts/console.ts'
import { Field } from '../../ui/form/field.tsx'
import { TextArea } from '../../ui/form/text-area.tsx'

export const WhyField = () => (
  <div className="pt-1 text-ink">
    <Field label={consoleText('command.why')} help={consoleText('command.whyHelp')}>
      {(ids) => <TextArea {...ids} name="reason" rows={2} maxLength={MAX_REASON} required />}
    </Field>
  </div>
)
