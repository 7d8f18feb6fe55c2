/** What goes back of an order. */
export const orderReturns = {
  title: 'Returns',
  one: 'Return',
  state: {
    requested: 'Requested',
    approved: 'Approved',
    in_transit: 'On its way back',
    received: 'Received',
    closed: 'Closed',
    refused: 'Refused',
  },
  other: 'In progress',
  requested: 'requested {{date}}',
  both: 'requested {{requested}}, received {{received}}',
  contents: 'What goes back',
  reason: 'Reason:',
  creditNote: 'Credit note {{number}}',
} as const
