/** An error as Stripe words it: status, type, code and parameter, which its library turns into classes. */

export interface FailureBody {
  type: 'invalid_request_error' | 'idempotency_error' | 'card_error' | 'api_error'
  message: string
  code?: string
  param?: string
  decline_code?: string
  payment_intent?: object
}

export class StripeFailure extends Error {
  override readonly name = 'StripeFailure'
  readonly status: number
  readonly body: FailureBody

  constructor(status: number, body: FailureBody) {
    super(body.message)
    this.status = status
    this.body = body
  }
}

export const refused = (message: string, more: { code?: string; param?: string } = {}) =>
  new StripeFailure(400, { type: 'invalid_request_error', message, ...more })

/** @param param the parameter that named it; without one it was the path, which makes it a 404 */
export const missing = (name: string, id: string, param?: string) =>
  new StripeFailure(param === undefined ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${name.replaceAll('_', '')}: '${id}'`,
    param: param ?? 'id',
  })
