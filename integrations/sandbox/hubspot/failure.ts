/** An error as HubSpot's description words it; the `status: error` that HubSpot also sends is not in there. */
import { randomUUID } from 'node:crypto'

export class HubspotFailure extends Error {
  override readonly name = 'HubspotFailure'
  readonly status: number
  readonly category: string

  constructor(status: number, category: string, message: string) {
    super(message)
    this.status = status
    this.category = category
  }
}

export const invalid = (message: string): HubspotFailure =>
  new HubspotFailure(400, 'VALIDATION_ERROR', message)

export const notFound = (message = 'resource not found'): HubspotFailure =>
  new HubspotFailure(404, 'OBJECT_NOT_FOUND', message)

export const bodyOf = ({ message, category }: HubspotFailure): object => ({
  message,
  correlationId: randomUUID(),
  category,
})

/** One error of a 207, about these ids. */
export const batchError = (
  message: string,
  context: Record<string, readonly string[]>,
): object => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  message,
  context,
  errors: [],
  links: {},
})
