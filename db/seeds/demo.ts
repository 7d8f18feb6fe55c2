/**
 * The demo: Halden Steam and three of its customers. Orders are not part of it: they live at the order system and
 * come by backfill, poll and webhook. Addresses are those under which the sandbox's customers place orders.
 */
import type { MemberSpec, SeedSpec } from './spec.ts'

/** Everybody's in the demo; printed at the start, so never a secret. */
export const DEMO_PASSWORD = 'steam-ahead-2026'

const person = (email: string, name: string, role: MemberSpec['role']): MemberSpec => ({
  email,
  name,
  role,
  password: DEMO_PASSWORD,
})

/** A consultant who works for two of the customers. */
const consultant = (role: MemberSpec['role']): MemberSpec =>
  person('sanne@dewit-engineering.example', 'Sanne de Wit', role)

export interface OrdersAccount {
  baseUrl: string
  token: string
  webhookSecret: string
}

const CUSTOMERS: SeedSpec['tenants'] = [
  {
    slug: 'northgate',
    name: 'Northgate Clinics',
    brandColor: '#f2b705',
    timeZone: 'Europe/Amsterdam',
    members: [
      person('amara@northgate.example', 'Amara Osei', 'admin'),
      person('piet@northgate.example', 'Piet Verhoeven', 'project'),
      person('dana@northgate.example', 'Dana Brink', 'billing'),
      consultant('project'),
    ],
    links: [{ externalId: 'C-1001' }],
  },
  {
    slug: 'vellmar',
    name: 'Vellmar Dairy',
    brandColor: '#0e6470',
    timeZone: 'Europe/Berlin',
    members: [
      person('ines@vellmar.example', 'Ines Keller', 'admin'),
      person('jonas@vellmar.example', 'Jonas Weidt', 'project'),
      person('marek@vellmar.example', 'Marek Dvořák', 'project'),
      person('petra@vellmar.example', 'Petra Vogel', 'billing'),
      consultant('admin'),
    ],
    links: [{ externalId: 'C-1002' }],
  },
  {
    slug: 'lindqvist',
    name: 'Lindqvist Hotels',
    brandColor: '#1f4fd1',
    timeZone: 'Europe/Stockholm',
    members: [
      person('elin@lindqvist.example', 'Elin Lindqvist', 'admin'),
      person('oskar@lindqvist.example', 'Oskar Holm', 'project'),
      person('freja@lindqvist.example', 'Freja Madsen', 'project'),
      person('nils@lindqvist.example', 'Nils Berg', 'billing'),
    ],
    links: [{ externalId: 'C-1003' }],
  },
]

export function demoSpec(orders: OrdersAccount): SeedSpec {
  return {
    connections: [
      {
        source: 'orders',
        name: 'Halden order system',
        baseUrl: orders.baseUrl,
        credentials: { token: orders.token },
        webhookSecrets: [orders.webhookSecret],
      },
    ],
    staff: [
      { email: 'lena@haldensteam.example', name: 'Lena Brandt', role: 'agent' as const },
      { email: 'tomas@haldensteam.example', name: 'Tomas Hrubý', role: 'operations' as const },
      { email: 'grete@haldensteam.example', name: 'Grete Halden', role: 'admin' as const },
    ].map((staff) => ({ ...staff, password: DEMO_PASSWORD })),
    tenants: CUSTOMERS,
  }
}
