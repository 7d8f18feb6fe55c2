/** The id under which the log knows a failed request; the server puts it where details would be. */
import { isRouteErrorResponse } from 'react-router'

export function correlationOf(error: unknown): string | null {
  if (!isRouteErrorResponse(error)) return null
  const body: unknown = error.data
  if (typeof body !== 'object' || body === null || !('requestId' in body)) return null
  return typeof body.requestId === 'string' && body.requestId !== '' ? body.requestId : null
}
