/** Whether a row of measurements grows: the straight line through them, and how far that line can be trusted. */

export interface Sample {
  /** Milliseconds, from any moment on. */
  at: number
  value: number
}

export interface Trend {
  /** Growth in an hour. */
  perHour: number
  /** Twice the standard error: the true growth is rarely further off than this. */
  give: number
}

const HOUR_MS = 3_600_000

/** @throws Error with fewer than three samples, through which no line can be wrong */
export function trendOf(samples: readonly Sample[]): Trend {
  const { length } = samples
  if (length < 3) throw new Error('A trend needs three measurements.')
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / length
  const [middle, level] = [mean(({ at }) => at), mean(({ value }) => value)]
  const sum = (of: (sample: Sample) => number): number => mean(of) * length
  const spread = sum(({ at }) => (at - middle) ** 2)
  const slope = sum(({ at, value }) => (at - middle) * (value - level)) / spread
  const off = sum(({ at, value }) => (value - level - slope * (at - middle)) ** 2)
  const error = Math.sqrt(off / (length - 2) / spread)
  return { perHour: slope * HOUR_MS, give: 2 * error * HOUR_MS }
}
