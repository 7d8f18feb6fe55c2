/**
 * The demo: Halden Steam and three of its customers. Records are not part of it: they live at the sources and come
 * by backfill, poll and webhook. Addresses are those under which the sandbox's customers place orders.
 */
import { type Source, SOURCES } from '#workflows/contracts/sources.ts'
import type { Accounts } from './accounts.ts'
import type { MemberSpec, SeedSpec, TenantSpec } from './spec.ts'

/** Everybody's in the demo; printed at the start, so never a secret. */
export const DEMO_PASSWORD = 'steam-ahead-2026'

/** Second factor of everybody of staff in the demo; printed at the start as well. */
export const DEMO_TOTP_SECRET = 'STEAMAHEADSTEAMAHEADSTEAMAHEAD23'

const person = (email: string, name: string, role: MemberSpec['role']): MemberSpec => ({
  email,
  name,
  role,
  password: DEMO_PASSWORD,
})

/** A consultant who works for two of the customers. */
const consultant = (role: MemberSpec['role']): MemberSpec =>
  person('sanne@dewit-engineering.example', 'Sanne de Wit', role)

export const DEMO_CONNECTIONS: Readonly<Record<Source, string>> = {
  orders: 'Halden order system',
  stripe: 'Halden billing',
  hubspot: 'Halden CRM',
}

/** The admin to whom the account belongs. */
const owner = (email: string, name: string): MemberSpec => ({
  ...person(email, name, 'admin'),
  owner: true,
})

interface DemoCustomer extends Omit<TenantSpec, 'links'> {
  /** What each source calls it. */
  known: Readonly<Record<Source, string>>
}

const CUSTOMERS: readonly DemoCustomer[] = [
  {
    slug: 'northgate',
    name: 'Northgate Clinics',
    brandColor: '#f2b705',
    timeZone: 'Europe/Amsterdam',
    members: [
      owner('amara@northgate.example', 'Amara Osei'),
      person('piet@northgate.example', 'Piet Verhoeven', 'project'),
      person('dana@northgate.example', 'Dana Brink', 'billing'),
      consultant('project'),
    ],
    known: { orders: 'C-1001', stripe: 'cus_NorthgateClin1', hubspot: '18420011001' },
  },
  {
    slug: 'vellmar',
    name: 'Vellmar Dairy',
    brandColor: '#0e6470',
    timeZone: 'Europe/Berlin',
    members: [
      owner('ines@vellmar.example', 'Ines Keller'),
      person('jonas@vellmar.example', 'Jonas Weidt', 'project'),
      person('marek@vellmar.example', 'Marek Dvořák', 'requester'),
      person('petra@vellmar.example', 'Petra Vogel', 'billing'),
      consultant('admin'),
    ],
    known: { orders: 'C-1002', stripe: 'cus_VellmarDairy01', hubspot: '18420011002' },
  },
  {
    slug: 'lindqvist',
    name: 'Lindqvist Hotels',
    brandColor: '#1f4fd1',
    timeZone: 'Europe/Stockholm',
    members: [
      owner('elin@lindqvist.example', 'Elin Lindqvist'),
      person('oskar@lindqvist.example', 'Oskar Holm', 'project'),
      person('freja@lindqvist.example', 'Freja Madsen', 'project'),
      person('nils@lindqvist.example', 'Nils Berg', 'billing'),
    ],
    known: { orders: 'C-1003', stripe: 'cus_LindqvistHot01', hubspot: '18420011003' },
  },
]

/** A source without an account has neither connection nor links. */
export function demoSpec(accounts: Accounts): SeedSpec {
  const linked = SOURCES.filter((source) => accounts[source] !== undefined)
  return {
    connections: SOURCES.flatMap((source) => {
      const account = accounts[source]
      return account ? [{ source, name: DEMO_CONNECTIONS[source], ...account }] : []
    }),
    staff: [
      { email: 'lena@haldensteam.example', name: 'Lena Brandt', role: 'agent' as const },
      { email: 'tomas@haldensteam.example', name: 'Tomas Hrubý', role: 'operations' as const },
      { email: 'grete@haldensteam.example', name: 'Grete Halden', role: 'admin' as const },
    ].map((staff) => ({ ...staff, password: DEMO_PASSWORD, totpSecret: DEMO_TOTP_SECRET })),
    tenants: CUSTOMERS.map(({ known, ...customer }) => ({
      ...customer,
      links: linked.map((source) => ({
        connection: DEMO_CONNECTIONS[source],
        externalId: known[source],
      })),
    })),
  }
}
