import { expect, it } from 'vitest'
import { customerNameIn } from './customer-name.ts'

it.each([
  [{ data: { customer: { id: 'C-9', name: 'Ostwerk Bakeries' } } }],
  [{ data: { object: { object: 'invoice', customer_name: ' Ostwerk Bakeries ' } } }],
  [{ data: { object: { object: 'customer', name: 'Ostwerk Bakeries' } } }],
  [{ kind: 'company', type: 'upsert', record: { name: 'Ostwerk Bakeries' } }],
])('finds the name of the customer in %j', (body) => {
  expect(customerNameIn(JSON.stringify(body))).toBe('Ostwerk Bakeries')
})

it.each([
  '',
  '{"data":',
  'null',
  '[]',
  '{"data":{"customer":{"id":"C-9"}}}',
  // A person is not a customer.
  '{"kind":"contact","record":{"name":"Amara Osei"}}',
  '{"data":{"object":{"object":"payment_intent","name":"x"}}}',
])('finds none in %j', (body) => {
  expect(customerNameIn(body)).toBeNull()
})
