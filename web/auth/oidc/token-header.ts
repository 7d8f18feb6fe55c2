/** The header of a signed token, read after its signature was verified. */
export function decodeProtectedHeader(token: string): Record<string, unknown> {
  const text = Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8')
  const header: unknown = JSON.parse(text)
  return typeof header === 'object' && header !== null ? { ...header } : {}
}
