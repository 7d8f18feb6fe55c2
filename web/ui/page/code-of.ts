/** The code of an error of a caller. Callers of two module copies have two error classes, so the class says nothing. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
