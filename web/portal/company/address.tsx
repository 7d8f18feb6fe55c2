/** A postal address in the lines one would write on an envelope. */
import type { ReactNode } from 'react'
import type { PostalAddress } from '#workflows/contracts/crm.ts'

/** Postal code and city belong on one line; what is missing leaves no gap. */
export function linesOf({ street, postalCode, city, region, country }: PostalAddress): string[] {
  const joined = (parts: (string | null)[], by: string): string =>
    parts.filter((part) => part !== null).join(by)
  const lines = [street ?? '', joined([postalCode, city], ' '), joined([region, country], ', ')]
  return lines.filter((line) => line !== '')
}

export function Address({ address, none }: { address: PostalAddress; none: ReactNode }) {
  const lines = linesOf(address)
  if (lines.length === 0) return <>{none}</>
  return (
    <address className="not-italic">
      {lines.map((line) => (
        <span key={line} className="block">
          {line}
        </span>
      ))}
    </address>
  )
}
