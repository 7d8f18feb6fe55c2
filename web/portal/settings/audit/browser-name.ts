/** A browser as people call it, out of what it says about itself; what is unknown is told by its first word. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

const nameIn = (list: typeof BROWSERS, text: string): string | undefined =>
  list.find(([pattern]) => pattern.test(text))?.[1]

/** @example browserName('Mozilla/5.0 (Windows NT 10.0) … Chrome/141.0 …') // 'Chrome, Windows' */
export function browserName(userAgent: string): string {
  const browser = nameIn(BROWSERS, userAgent) ?? userAgent.split(/[\s/(]/, 1)[0] ?? ''
  return [browser, nameIn(SYSTEMS, userAgent)].filter((part) => part !== undefined).join(', ')
}
