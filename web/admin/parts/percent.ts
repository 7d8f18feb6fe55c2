/** Shares as percent: a share that is not nothing is never shown as 0. */
const whole = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 0 })
const fine = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 })

export function percentText(share: number): string {
  if (share > 0 && share < 0.001) return `<${fine.format(0.001)}`
  return share < 0.1 ? fine.format(share) : whole.format(share)
}
