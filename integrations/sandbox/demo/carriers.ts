/** Carriers and their tracking numbers, chosen by hashing, so that the same shipment always gets the same one. */
import { hashOf } from './random.ts'

interface Carrier {
  name: string
  host: string
}

export const CARRIERS: readonly Carrier[] = [
  { name: 'Norden Heavy', host: 'track.norden-heavy.example' },
  { name: 'Alpina Freight', host: 'alpina-freight.example' },
  { name: 'Kestrel Parcel', host: 'kestrel.example' },
  { name: 'Hansa Spedition', host: 'hansa-spedition.example' },
  { name: 'Rotterdam Line', host: 'rotterdam-line.example' },
]

const FALLBACK: Carrier = { name: 'Norden Heavy', host: 'track.norden-heavy.example' }

export function carrierOf(key: string): Carrier {
  return CARRIERS[hashOf(key) % CARRIERS.length] ?? FALLBACK
}

export function trackingOf(
  shipmentId: string,
  carrier: string | null,
): { number: string; url: string | null } {
  const digits = String(hashOf(`track/${shipmentId}`))
    .padStart(9, '7')
    .slice(-9)
  const number = `${digits.slice(0, 2)} ${digits.slice(2, 6)} ${digits.slice(6)}`
  const host = CARRIERS.find((known) => known.name === carrier)?.host
  return { number, url: host ? `https://${host}/${digits}` : null }
}
