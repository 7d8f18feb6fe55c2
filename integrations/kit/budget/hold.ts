/** How long a source wants nothing from us; where it does not say, longer each time until it answers. */
interface Hold {
  /** Milliseconds; 0 or less: nothing holds. */
  leftMs(): number
  begin(ms: number): void
  /** Milliseconds for a refusal that names no time; 0 where one is being waited out already. */
  untoldMs(): number
  /** The source has answered. */
  end(): void
}

const FIRST_MS = 1_000
const MAX_MS = 15 * 60_000

/** @param clock milliseconds, monotonic */
export function createHold(clock: { now(): number }): Hold {
  let until = -Infinity
  let refusals = 0
  return {
    leftMs: () => until - clock.now(),
    begin(ms) {
      until = Math.max(until, clock.now() + ms)
    },
    untoldMs() {
      // Requests that were under way together are refused together: that counts once.
      if (until > clock.now()) return 0
      return Math.min(FIRST_MS * 2 ** refusals++, MAX_MS)
    },
    end() {
      refusals = 0
    },
  }
}
