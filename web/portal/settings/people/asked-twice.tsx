/** Something that cannot be taken back easily: what will happen is said first, and it takes a second press. */
import { useState, type ReactNode } from 'react'
import { Form, useNavigation } from 'react-router'
import { Button } from '../../../ui/action/button.tsx'
import { Section } from '../../../ui/show/section.tsx'
import { useText } from '../../../ui/text/use-text.tsx'

interface AskedTwiceProps {
  title: string
  /** Value of `does`. */
  does: string
  version: number
  open: string
  action: string
  pending: string
  /** Said above the second button. */
  consequences: ReactNode
  children: ReactNode
}

export function AskedTwice(props: AskedTwiceProps) {
  const { title, does, version, open, action, pending, consequences, children } = props
  const text = useText()
  const [asked, setAsked] = useState(false)
  const busy = useNavigation().formData?.get('does') === does
  return (
    <Section title={title}>
      <div className="grid max-w-[560px] justify-items-start gap-3 pt-3">
        <div className="text-soft">{children}</div>
        {asked ? (
          <Form method="post" className="grid w-full gap-3 rounded-3 bg-warn-tint px-4 py-3">
            <input type="hidden" name="version" value={version} />
            <div role="status" className="grid gap-1 text-dense">
              {consequences}
            </div>
            <div className="flex flex-wrap gap-2">
              <Button type="submit" name="does" value={does} autoFocus pending={busy && pending}>
                {action}
              </Button>
              <Button look="plain" onClick={() => setAsked(false)}>
                {text('common.cancel')}
              </Button>
            </div>
          </Form>
        ) : (
          <Button onClick={() => setAsked(true)}>{open}</Button>
        )}
      </div>
    </Section>
  )
}
