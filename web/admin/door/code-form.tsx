/** Six digits of an app; who has lost it types a recovery code in the same place. */
import { Form, useNavigation } from 'react-router'
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { Field } from '../../ui/form/field.tsx'
import { Input } from '../../ui/form/input.tsx'
import { ProblemSummary } from '../../ui/form/problem-summary.tsx'

interface CodeFormProps {
  next: string
  problem: { problem: 'wrong' | 'tooMany'; attempt: number } | null
  /** There are no recovery codes yet. */
  isNew: boolean
}

export function CodeForm({ next, problem, isNew }: CodeFormProps) {
  const pending = useNavigation().formMethod === 'POST'
  const words = problem === null ? undefined : consoleText(`step.problem.${problem.problem}`)
  return (
    <Form method="post" noValidate className="grid gap-4">
      {problem === null || words === undefined ? null : (
        <ProblemSummary
          attempt={problem.attempt}
          title={consoleText('step.problem.title')}
          problems={[{ field: 'code', message: words }]}
        />
      )}
      <input type="hidden" name="next" value={next} />
      <Field
        id="code"
        label={consoleText(isNew ? 'step.codeOfApp' : 'step.code')}
        help={isNew ? undefined : consoleText('step.codeHelp')}
        error={words}
      >
        {(ids) => (
          <Input
            {...ids}
            key={problem?.attempt}
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={40}
            className="h-(--door-control) tabular-nums"
          />
        )}
      </Field>
      <Button
        type="submit"
        look="primary"
        className="h-(--door-control)"
        pending={pending && consoleText('step.checking')}
      >
        {consoleText(isNew ? 'step.turnOn' : 'step.go')}
      </Button>
    </Form>
  )
}
