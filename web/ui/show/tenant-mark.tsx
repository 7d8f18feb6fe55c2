/** The tenant's first letter on its colour: the one place besides the primary action where the brand is a fill. */
import { cx } from '../cx.ts'
import { firstLetter } from '../text/initials.ts'

interface TenantMarkProps {
  name: string
  size?: 'small' | 'large'
  /** Another tenant than the page's: neutral, since the page has one brand only. */
  other?: boolean
}

export function TenantMark({ name, size = 'small', other }: TenantMarkProps) {
  return (
    <span
      aria-hidden
      className={cx(
        'grid flex-none place-items-center font-semibold',
        size === 'small' ? 'size-6 rounded-2 text-meta' : 'size-10 rounded-3 text-[20px]',
        other === true ? 'bg-idle-tint text-soft' : 'bg-brand text-on-brand',
      )}
    >
      {firstLetter(name)}
    </span>
  )
}
