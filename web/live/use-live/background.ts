/**
 * Requests that no person caused. The framework's own requests take no header of ours, so a cookie marks them for as
 * long as they run; it ends by itself should the page be closed meanwhile.
 */
import { BACKGROUND_COOKIE } from '#workflows/contracts/live.ts'

const LONGEST_S = 10

export async function inBackground(work: () => Promise<void>): Promise<void> {
  mark(LONGEST_S)
  try {
    await work()
  } finally {
    mark(0)
  }
}

function mark(seconds: number): void {
  const secure = location.protocol === 'https:' ? '; secure' : ''
  document.cookie = `${BACKGROUND_COOKIE}=1; path=/; samesite=lax; max-age=${seconds}${secure}`
}
