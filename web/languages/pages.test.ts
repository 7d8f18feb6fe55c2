/** A page has the words it says: those of all pages, or those it brings along itself. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import en from './en/index.ts'
import { english } from './english.ts'

const web = path.resolve(import.meta.dirname, '..')

/** Where the words of a page may be said, and the modules that bring them along. */
const PAGES = {
  account: {
    folders: ['portal/account', 'portal/gate', 'ui/account'],
    by: [
      'portal/account/layout.tsx',
      'portal/account/confirm/page.tsx',
      'portal/gate/page.tsx',
      'admin/account/page.tsx',
    ],
  },
  proof: { folders: ['portal/proof'], by: ['portal/proof/proof-form.tsx'] },
  timeout: { folders: ['portal/timeout'], by: ['portal/timeout/timeout-body.tsx'] },
  home: { folders: ['portal/home'], by: ['portal/home/page.tsx'] },
  orders: {
    folders: ['portal/orders', 'portal/order'],
    by: ['portal/orders/page.tsx', 'portal/order/page.tsx'],
  },
  // Its parts stand on other pages too, so those that speak bring the words along themselves.
  invoices: {
    folders: ['portal/invoices', 'portal/invoice', 'portal/settings/audit/facts.ts'],
    by: [
      'portal/invoices/page.tsx',
      'portal/invoice/page.tsx',
      'portal/settings/audit/page.tsx',
      'portal/invoices/parts/invoice-state.tsx',
      'portal/invoices/parts/due-text.tsx',
      'portal/invoices/parts/use-announce-invoices.ts',
      'portal/invoices/parts/use-invoice-name.ts',
    ],
  },
  // Their states stand in the audit log and in the palette, too.
  projects: {
    folders: ['portal/projects', 'portal/project', 'portal/settings/audit/facts.ts'],
    by: [
      'portal/projects/page.tsx',
      'portal/project/page.tsx',
      'portal/settings/audit/page.tsx',
      'portal/shell/palette.tsx',
    ],
  },
  project: { folders: ['portal/project'], by: ['portal/project/page.tsx'] },
  order: { folders: ['portal/order'], by: ['portal/order/page.tsx'] },
  invoice: { folders: ['portal/invoice'], by: ['portal/invoice/page.tsx'] },
  audit: { folders: ['portal/settings/audit'], by: ['portal/settings/audit/page.tsx'] },
  plan: { folders: ['portal/plan'], by: ['portal/plan/page.tsx'] },
  company: { folders: ['portal/company'], by: ['portal/company/page.tsx'] },
  companyParts: {
    folders: ['portal/company/company-tabs.tsx'],
    by: ['portal/company/company-tabs.tsx'],
  },
  communication: { folders: ['portal/communication'], by: ['portal/communication/page.tsx'] },
  gate: { folders: ['portal/gate'], by: ['portal/gate/page.tsx'] },
  signOn: {
    folders: ['portal/sign-on'],
    by: ['portal/sign-on/page.tsx', 'portal/sign-on/refused.tsx', 'portal/sign-on/link.tsx'],
  },
  signOnSettings: {
    folders: ['portal/settings/sign-on'],
    by: ['portal/settings/sign-on/page.tsx'],
  },
  palette: { folders: ['portal/shell/palette.tsx'], by: ['portal/shell/palette.tsx'] },
  settings: { folders: ['portal/settings'], by: ['portal/settings/layout.tsx'] },
  viewAs: {
    folders: ['portal/view-as'],
    by: ['portal/view-as/banner.tsx', 'portal/view-as/over.tsx'],
  },
  team: {
    folders: [
      'portal/settings/people',
      'portal/settings/roles',
      'portal/settings/access',
      'portal/leave',
    ],
    by: [
      'portal/settings/people/page.tsx',
      'portal/settings/people/member-page.tsx',
      'portal/settings/people/invite/page.tsx',
      'portal/leave/page.tsx',
      'portal/settings/roles/page.tsx',
      'portal/settings/roles/role-page.tsx',
    ],
  },
  invitation: { folders: ['portal/invitation'], by: ['portal/invitation/page.tsx'] },
  signIn: {
    folders: ['portal/sign-in', 'portal/landing.tsx', 'ui/door', 'ui/form'],
    by: [
      'portal/sign-in/page.tsx',
      'portal/sign-in/step/page.tsx',
      'portal/sign-in/recover/forgot.tsx',
      'portal/sign-in/recover/reset.tsx',
      'portal/sign-in/recover/email-change.tsx',
      'portal/account/layout.tsx',
      'portal/account/confirm/page.tsx',
      'portal/gate/page.tsx',
      'portal/landing.tsx',
      'admin/door/page.tsx',
    ],
  },
} as const

const sources = fs
  .readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^(portal|ui|live)\/.*\.tsx?$/.test(file) && !file.includes('.test.'))
const read = (file: string): string => fs.readFileSync(path.join(web, file), 'utf8')

test('every part of the catalogue is either of all pages or brought along by one', () => {
  const shared = Object.keys(english)
  expect([...shared, ...Object.keys(PAGES)].toSorted()).toEqual(Object.keys(en).toSorted())
})

test.each(Object.entries(PAGES))('the words of %s are said where they are', (name, page) => {
  const speakers = sources.filter((file) => new RegExp(`['\`]${name}\\.\\w`).test(read(file)))
  expect(speakers.length).toBeGreaterThan(0)
  const strangers = speakers.filter(
    (file) => !page.folders.some((folder) => file === folder || file.startsWith(`${folder}/`)),
  )
  expect(strangers).toEqual([])
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  for (const file of page.by) expect(read(file)).toContain(`languages/pages/${words}.ts'`)
})
