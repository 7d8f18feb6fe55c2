/** An amount in its own currency, with figures that line up. */
import type { Money } from '#workflows/contracts/sources.ts'
import { cx } from '../cx.ts'
import { useFormat } from './use-text.tsx'

export function MoneyText({ money, className }: { money: Money; className?: string }) {
  return <span className={cx('tabular-nums', className)}>{useFormat().money(money)}</span>
}
