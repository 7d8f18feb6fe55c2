/**
 * Dates, times, amounts and numbers in the member's locale and zone. Node and the browser may carry different
 * Unicode data, so punctuation between parts is normalised: both must write the same text.
 */
import type { Money } from '#workflows/contracts/sources.ts'
import type { Translate } from '../../languages/catalogue.ts'
import { atMidnight, dateIn, daysBetween } from './dates.ts'

type DayStyle = 'short' | 'long' | 'plain' | 'year'

export interface Format {
  /** A calendar date: "Thu 26 Nov", long "Thursday 26 November"; the year only where it is another one. */
  day: (date: string, style?: DayStyle, now?: Date) => string
  /** An instant as a time of day: "09:41". */
  time: (instant: string) => string
  /** An instant for reading: "Today 09:41", "Sat 21 Nov, 15:20". */
  moment: (instant: string, now: Date) => string
  /** The same inside a sentence: "09:41", "Sat 21 Nov, 15:20". */
  point: (instant: string, now: Date) => string
  /** An instant as one short word: "09:41", "Fri", "3 Nov". */
  brief: (instant: string, now: Date) => string
  /** "12 s ago" up to a day, then as `brief`. */
  ago: (instant: string, now: Date) => string
  /** The exact instant with zone, for whoever hovers. */
  exact: (instant: string) => string
  money: (money: Money) => string
  number: (value: number) => string
  /** Decimal text such as "1.250" without losing digits. */
  quantity: (decimal: string) => string
  /** Up to nine in words, as prose does. */
  count: (value: number) => string
  /** The member's calendar date of an instant. */
  dateOf: (instant: Date) => string
  /** Hour of the day, 0–23, in the member's zone. */
  hourOf: (instant: Date) => number
}

const DAY_OPTIONS: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  short: { weekday: 'short', day: 'numeric', month: 'short' },
  long: { weekday: 'long', day: 'numeric', month: 'long' },
  plain: { day: 'numeric', month: 'short' },
  year: { day: 'numeric', month: 'short', year: 'numeric' },
}

const NUMBER_WORDS = [
  'common.number.n1',
  'common.number.n2',
  'common.number.n3',
  'common.number.n4',
  'common.number.n5',
  'common.number.n6',
  'common.number.n7',
  'common.number.n8',
  'common.number.n9',
] as const

/** English is written as in Britain: day before month, 24 hours. */
const intlLocale = (locale: string) => (locale === 'en' ? 'en-GB' : locale)

const withoutCommas = (text: string) => text.replace(/,\s/g, ' ').replace(/[\u00a0\u202f]/g, ' ')

const cached = <K extends string | number, V>(make: (key: K) => V) => {
  const made = new Map<K, V>()
  return (key: K): V => {
    const known = made.get(key) ?? make(key)
    made.set(key, known)
    return known
  }
}

/** Intl formats are dear to make and the same for everybody of a locale and zone: the server keeps them. */
const datesOf = cached((locale: string) =>
  cached((timeZone: string) => createDates(locale, timeZone)),
)
const numbersOf = cached((locale: string) => ({
  plain: new Intl.NumberFormat(locale),
  exact: new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }),
  money: cached((currency: string) => {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
    return { format, unit: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) }
  }),
}))

function createDates(locale: string, timeZone: string) {
  const dayFormat = cached(
    (style: DayStyle) =>
      new Intl.DateTimeFormat(locale, { ...DAY_OPTIONS[style], timeZone: 'UTC' }),
  )
  const timeFormat = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const exactFormat = new Intl.DateTimeFormat(locale, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'long',
    hourCycle: 'h23',
  })
  const weekday = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short' })
  return {
    dayFormat,
    time: (instant: string) => timeFormat.format(new Date(instant)),
    exact: (instant: string) => withoutCommas(exactFormat.format(new Date(instant))),
    weekday: (instant: string) => weekday.format(new Date(instant)),
  }
}

function createNumbers(
  locale: string,
  text: Translate,
): Pick<Format, 'money' | 'number' | 'quantity' | 'count'> {
  const { plain, exact, money } = numbersOf(locale)
  return {
    money: ({ minor, currency }) => money(currency).format.format(minor / money(currency).unit),
    number: (value) => plain.format(value),
    // Intl takes decimal text since ES2023, so "0.1000000000000000001" keeps its digits.
    quantity: (decimal) => exact.format(decimal as Intl.StringNumericLiteral),
    count: (value) => {
      const word = NUMBER_WORDS[value - 1]
      return word === undefined ? plain.format(value) : text(word)
    },
  }
}

interface FormatOptions {
  locale: string
  timeZone: string
  text: Translate
}

export function createFormat({ locale: asked, timeZone, text }: FormatOptions): Format {
  const locale = intlLocale(asked)
  const dates = datesOf(locale)(timeZone)
  const dateOf = (instant: Date) => dateIn(timeZone, instant)
  const daysAgo = (instant: string, now: Date) =>
    daysBetween(dateOf(new Date(instant)), dateOf(now))

  const day: Format['day'] = (date, style = 'short', now) => {
    const words = withoutCommas(dates.dayFormat(style).format(atMidnight(date)))
    const year = date.slice(0, 4)
    const shown = style === 'year' || now === undefined || year === dateOf(now).slice(0, 4)
    return shown ? words : `${words} ${year}`
  }

  const point: Format['point'] = (instant, now) => {
    const time = dates.time(instant)
    if (daysAgo(instant, now) === 0) return time
    return text('common.time.dayAt', { day: day(dateOf(new Date(instant)), 'short', now), time })
  }

  const moment: Format['moment'] = (instant, now) => {
    const time = dates.time(instant)
    const past = daysAgo(instant, now)
    if (past === 0) return text('common.time.today', { time })
    return past === 1 ? text('common.time.yesterday', { time }) : point(instant, now)
  }

  const brief: Format['brief'] = (instant, now) => {
    const past = daysAgo(instant, now)
    if (past === 0) return dates.time(instant)
    if (past > 0 && past < 7) return dates.weekday(instant)
    return day(dateOf(new Date(instant)), 'plain', now)
  }

  const ago: Format['ago'] = (instant, now) => {
    const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(instant)) / 1000))
    if (seconds < 5) return text('common.time.justNow')
    if (seconds < 60) return text('common.time.seconds', { n: seconds })
    if (seconds < 3600) return text('common.time.minutes', { n: Math.floor(seconds / 60) })
    if (seconds < 86_400) return text('common.time.hours', { n: Math.floor(seconds / 3600) })
    return brief(instant, now)
  }

  const hourOf = (instant: Date) => Number(dates.time(instant.toISOString()).slice(0, 2))
  const { time, exact } = dates
  const numbers = createNumbers(locale, text)
  return { ...numbers, day, moment, point, brief, ago, time, exact, dateOf, hourOf }
}
