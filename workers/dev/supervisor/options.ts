/** The options of `npm start`; a wrong one is named together with what is possible. */
import { parseArgs } from 'node:util'

export interface UpOptions {
  port: number
  /** Begin with new state. */
  fresh: boolean
  /** Seed the demo's tenants and people. */
  demo: boolean
  restartDelayMs: number
  /** Pages and processes reload when their sources change. */
  dev: boolean
}

export const USAGE =
  'Options: --port 3000, --fresh (new state), --no-demo, --restart-delay 1 (seconds). ' +
  'With npm they come after two dashes: npm start -- --port 3001'

/** @throws Error that names the wrong option */
export function parseUpOptions(args: readonly string[]): UpOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '3000' },
      fresh: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: true },
      'restart-delay': { type: 'string', default: '1' },
      dev: { type: 'boolean', default: false },
    },
    allowNegative: true,
  })
  return {
    port: numberOf('--port', values.port, { min: 1, max: 65_535, whole: true }),
    fresh: values.fresh,
    demo: values.demo,
    restartDelayMs:
      numberOf('--restart-delay', values['restart-delay'], { min: 0, max: 3_600, whole: false }) *
      1_000,
    dev: values.dev,
  }
}

interface Bounds {
  min: number
  max: number
  whole: boolean
}

function numberOf(name: string, text: string, { min, max, whole }: Bounds): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value
  throw new Error(`${name} must be a number from ${min} to ${max}, not "${text}".`)
}
