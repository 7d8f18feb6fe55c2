/** A person's initials in a circle. */
import { initials } from '../text/initials.ts'

export const Face = ({ name }: { name: string }) => (
  <span
    aria-hidden
    className="grid size-7 flex-none place-items-center rounded-full bg-idle-tint text-tiny font-semibold text-soft shadow-[inset_0_0_0_1px_var(--line-strong)]"
  >
    {initials(name)}
  </span>
)
