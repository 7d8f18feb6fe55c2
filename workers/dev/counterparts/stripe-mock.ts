/** stripe-mock: Stripe's own stand-in, generated from its API description. MIT. */
import type { Counterpart } from './counterpart.ts'

const VERSION = 'v0.203.0'

export const stripeMock: Counterpart = {
  name: 'stripe-mock',
  version: VERSION,
  install: [['go', 'install', `github.com/stripe/stripe-mock@${VERSION}`]],
  program: 'stripe-mock',
  args: (port) => ['-http-port', String(port)],
  ready: '/v1/customers',
  secretKey: 'sk_test_123',
  // Stateless: it answers any id with the fixture of its kind.
  fill: () =>
    Promise.resolve({
      customer: 'cus_any',
      invoice: 'in_any',
      payment: 'pi_any',
      subscription: 'sub_any',
      payment_method: 'pm_any',
      credit_note: 'cn_any',
    }),
  about:
    'one fixture per object, the same for every id: shapes and parameters are checked, state, paging and filters are not',
  explained: {},
}
