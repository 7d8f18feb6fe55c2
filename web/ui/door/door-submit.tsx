/** The one button of a form at the door. */
import { Button } from '../action/button.tsx'
import { cx } from '../cx.ts'

interface DoorSubmitProps {
  pending?: string | false
  className?: string
  children: string
}

export const DoorSubmit = ({ pending = false, className, children }: DoorSubmitProps) => (
  <Button
    type="submit"
    look="primary"
    pending={pending}
    className={cx('h-(--door-control) w-full text-field', className)}
  >
    {children}
  </Button>
)
