/** Which kind of records a command is about; all of them unless somebody says otherwise. */
import { KINDS_OF_SOURCE } from '#workflows/contracts/records.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import { consoleText } from '../../languages/console-text.ts'
import { Field } from '../../ui/form/field.tsx'
import { Select } from '../../ui/form/select.tsx'

export const KindField = ({ source }: { source: Source }) => (
  <div className="pt-1 text-ink">
    <Field label={consoleText('connection.kind.label')}>
      {(ids) => (
        <Select {...ids} name="kind" defaultValue="">
          <option value="">{consoleText('connection.kind.all')}</option>
          {KINDS_OF_SOURCE[source].map((kind) => (
            <option key={kind} value={kind}>
              {consoleText(`shell.kinds.${kind}`)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  </div>
)
