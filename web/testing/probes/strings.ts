/** Strings to try where a schema wants one: by format, by the field's name, and of many shapes for patterns. */
import { newId } from '#workflows/contracts/ids.ts'
import type { Random } from './random.ts'

const BY_FORMAT: Readonly<Record<string, readonly string[]>> = {
  email: ['probe@example.test', 'probe.two@example.test'],
  date: ['2026-02-15', '2025-12-31'],
  datetime: ['2026-02-15T10:00:00.000Z'],
  time: ['10:00'],
  url: ['https://example.test/probe'],
  ipv4: ['192.0.2.7'],
  cidrv4: ['192.0.2.0/24'],
  base64: ['cHJvYmU='],
  base64url: ['cHJvYmU'],
}

/** Fields that say by their name what they want. */
const BY_NAME: Readonly<Record<string, readonly string[]>> = {
  timeZone: ['Europe/Berlin', 'UTC'],
  locale: ['en'],
  password: ['a long probe of words 7'],
  newPassword: ['a long probe of words 7'],
  currentPassword: ['correct horse battery staple'],
  domain: ['probe.example'],
  color: ['#1f4fd1'],
}

const SHAPES: readonly string[] = [
  'probe words',
  'probe',
  'probe-slug-1',
  'orders',
  '123456',
  '7',
  '2026-02-15',
  'probe@example.test',
  'https://example.test/probe',
  'example.test',
  '#1f4fd1',
  'Europe/Berlin',
  'en',
  'en-GB',
  'EUR',
  'abcd-efgh-jkmn',
  'A'.repeat(43),
  'a1'.repeat(32),
  '-----BEGIN CERTIFICATE-----\ncHJvYmU=\n-----END CERTIFICATE-----',
  'x'.repeat(200),
]

/** Everything worth trying for one string, the likeliest first. */
export function stringsFor(
  { format, field }: { format: string | undefined; field: string },
  random: Random,
): string[] {
  const shuffled = SHAPES.slice(0, 3).toSorted(() => random.int(3) - 1)
  return [
    ...(format === undefined ? [] : (BY_FORMAT[format] ?? [])),
    ...(BY_NAME[field] ?? []),
    ...shuffled,
    ...SHAPES,
    newId(),
  ]
}
