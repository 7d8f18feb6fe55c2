import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type StartedStandIn, startHubspot } from '../testing/start.ts'
import { DEMO_COMPANIES } from './companies.ts'

const state = z.object({
  companies: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string()) })),
  contacts: z.array(
    z.object({
      id: z.string(),
      updatedAt: z.number(),
      properties: z.object({ email: z.email(), firstname: z.string().min(1) }),
    }),
  ),
  associations: z.array(z.object({ contact: z.string(), company: z.string() })),
})

let sandbox: StartedStandIn
beforeAll(async () => {
  sandbox = await startHubspot({ demo: true })
})
afterAll(() => sandbox.close())

const stateOf = async (of: StartedStandIn) =>
  state.parse((await of.control('/hubspot/state', undefined, 'GET')).body)

describe('the demo portal', () => {
  it('has every company of the demo with 3 to 12 people, the known ones among them', async () => {
    const { companies, contacts, associations } = await stateOf(sandbox)
    expect(companies.map(({ properties }) => properties['name'])).toEqual([
      'Northgate Clinics',
      'Vellmar Dairy',
      'Lindqvist Hotels',
      'Calder Foods',
    ])
    for (const { id, contacts: wanted } of DEMO_COMPANIES) {
      expect(associations.filter(({ company }) => company === id)).toHaveLength(wanted)
    }
    const emails = contacts.map(({ properties }) => properties.email)
    expect(new Set(emails).size).toBe(emails.length)
    expect(emails).toContain('ines@vellmar.example')
  })

  it('is the same on every machine, and lies in the past', async () => {
    const again = await startHubspot({ demo: true })
    const [one, other] = await Promise.all([stateOf(sandbox), stateOf(again)])
    await again.close()
    const without = ({ contacts }: typeof one) =>
      contacts.map(({ id, properties }) => [id, properties])
    expect(without(one)).toEqual(without(other))
    for (const { updatedAt } of one.contacts) expect(updatedAt).toBeLessThan(Date.now())
  })
})
