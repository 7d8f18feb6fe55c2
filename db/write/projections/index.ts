/** Every kind's projection. The order is that in which a batch takes locks, so it is the same for everybody. */
import type { RecordKind } from '#workflows/contracts/records.ts'
import { customerProjection, invoiceProjection, paymentProjection } from './billing.ts'
import { companyProjection, contactProjection } from './crm.ts'
import { callProjection, emailProjection, meetingProjection } from './engagements.ts'
import { orderProjection } from './order.ts'
import { projectProjection } from './project.ts'
import type { Projection } from './projection.ts'
import {
  creditNoteProjection,
  paymentMethodProjection,
  subscriptionProjection,
} from './subscriptions.ts'

export const PROJECTIONS: { readonly [K in RecordKind]: Projection<K> } = {
  order: orderProjection,
  project: projectProjection,
  company: companyProjection,
  contact: contactProjection,
  email: emailProjection,
  call: callProjection,
  meeting: meetingProjection,
  customer: customerProjection,
  invoice: invoiceProjection,
  payment: paymentProjection,
  subscription: subscriptionProjection,
  payment_method: paymentMethodProjection,
  credit_note: creditNoteProjection,
}
