/**
 * The one logger: JSON, one line per event, secrets taken out before anything is written, and no text
 * from outside able to start a line of its own or drive a terminal.
 */
import {
  type Bindings,
  type ChildLoggerOptions,
  type DestinationStream,
  type LevelWithSilent,
  type Logger,
  pino,
  stdTimeFunctions,
} from 'pino'
import { redact, redactLine } from './redact.ts'

export type { Logger } from 'pino'

/**
 * @param name which process speaks, e.g. `web`
 * @param level least level that is written
 * @param destination where to; standard output unless a test says otherwise
 * @example createLogger('worker', 'info').info({ runId }, 'backfill complete')
 */
export function createLogger(
  name: string,
  level: LevelWithSilent = 'info',
  destination?: DestinationStream,
): Logger {
  const options = {
    name,
    level,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
    },
    // Errors arrive whole, so that redact() sees their detail and causes as well.
    serializers: { err: (value: unknown) => value },
    hooks: {
      logMethod(
        this: Logger,
        args: Parameters<Logger['info']>,
        method: (...args: Parameters<Logger['info']>) => void,
      ) {
        const [first, ...rest] = args
        const clean: unknown = redactLine(first instanceof Error ? { err: first } : first)
        const fallback = first instanceof Error && rest.length === 0 ? [redact(first.message)] : []
        const cleaned = [clean, ...rest.map((value) => redact(value)), ...fallback]
        Reflect.apply(method, this, cleaned)
      },
    },
  }
  return withCleanChildren(destination ? pino(options, destination) : pino(options))
}

/** Pino formats bindings of the root only; those of children are cleaned here, and of theirs in turn. */
function withCleanChildren(logger: Logger): Logger {
  const child = logger.child.bind(logger)
  return Object.assign(logger, {
    child: (bindings: Bindings, options?: ChildLoggerOptions) =>
      withCleanChildren(child(redactFields(bindings), options)),
  })
}

function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  const clean = redact(fields)
  return typeof clean === 'object' && clean !== null ? { ...clean } : {}
}
