/** One button that does one thing to one row of the page. */
import { Form } from 'react-router'
import { Button, type ButtonLook } from '../../../ui/action/button.tsx'

interface PressProps {
  /** What it does, as the action reads it. */
  does: string
  id?: string
  label: string
  look?: ButtonLook
}

export function Press({ does, id, label, look = 'secondary' }: PressProps) {
  return (
    <Form method="post">
      <input type="hidden" name="do" value={does} />
      {id === undefined ? null : <input type="hidden" name="id" value={id} />}
      <Button type="submit" look={look}>
        {label}
      </Button>
    </Form>
  )
}
