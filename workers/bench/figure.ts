/**
 * A figure is a ratio: ours against its floor, measured in turns, so that whatever else the machine does
 * hits both. Single runs of the same code differ by a factor of two; the median of pairs does not.
 */
export interface Figure {
  name: string
  unit: string
  /** One measurement each, in `unit`; called in turns. */
  ours(): Promise<number>
  floor(): Promise<number>
  pairs?: number
  /** False: what is measured happens once only. Default: both are run once before they are measured. */
  warmUp?: boolean
}

/** A figure with what it needs running. */
export interface PreparedFigure {
  figure: Figure
  close(): Promise<void>
}

const PAIRS = 5

/** The line that is printed. */
export interface Measured {
  figure: string
  value: number
  unit: string
  floor: number
  ratio: number
}

/** Warms both up and measures the pairs. */
export async function measure(figure: Figure, log: (line: string) => void): Promise<Measured> {
  if (figure.warmUp ?? true) {
    await figure.floor()
    await figure.ours()
  }
  const pairs: { ours: number; floor: number }[] = []
  for (let turn = 0; turn < (figure.pairs ?? PAIRS); turn++) {
    const pair = turn % 2 === 0 ? await oursFirst(figure) : await floorFirst(figure)
    pairs.push(pair)
    log(`${figure.name}: ${show(pair.ours)} ${figure.unit}, floor ${show(pair.floor)}`)
  }
  return {
    figure: figure.name,
    value: round(median(pairs.map((pair) => pair.ours))),
    unit: figure.unit,
    floor: round(median(pairs.map((pair) => pair.floor))),
    ratio: round(median(pairs.map((pair) => pair.ours / pair.floor))),
  }
}

async function oursFirst(figure: Figure): Promise<{ ours: number; floor: number }> {
  const ours = await figure.ours()
  return { ours, floor: await figure.floor() }
}

async function floorFirst(figure: Figure): Promise<{ ours: number; floor: number }> {
  const floor = await figure.floor()
  return { ours: await figure.ours(), floor }
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The value below which the given part of the values lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const last = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
  if (last === undefined) throw new Error('No measurements.')
  return last
}

const round = (value: number): number => Number(value.toPrecision(3))
const show = (value: number): string => String(round(value))
