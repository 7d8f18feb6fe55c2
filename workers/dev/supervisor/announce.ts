/** The last words of a start: where Portside is, how to sign in, and where the stand-ins are. */
import { codeOf } from '../code-of.ts'
import type { Demo } from './demo.ts'
import { factsOf, type Instance } from './instance.ts'

export function announce(instance: Instance, demo: Demo | undefined): string[] {
  const { sandbox, temporal } = instance.runtime.read()
  const url = factsOf(instance).web?.url ?? ''
  const lines = ['', `Portside is ready at ${url}`, '']
  if (demo) lines.push(...table(demo.members), '')
  const staff = demo?.staff.find(({ role }) => role === 'operations')
  if (demo && sandbox) {
    lines.push(
      `  Single sign-on                  ${url}/sign-in/sso   any address @northgate.example (OpenID Connect)`,
      `                                  or @lindqvist.example (SAML); then pick who you are`,
    )
  }
  if (staff) {
    lines.push(
      `  Console (staff)                 ${url}/admin   ${staff.email}   ${staff.password}`,
    )
    if (staff.totpSecret !== null) {
      lines.push(
        `    second factor: code ${codeOf(staff.totpSecret)} now; later ones by npm run code,`,
        `    or from an authenticator app with the secret ${staff.totpSecret}`,
      )
    }
  }
  if (sandbox) lines.push(`  Sandbox (orders, billing, CRM)  ${sandbox.url}`)
  if (temporal?.url) lines.push(`  Temporal                        ${temporal.url}`)
  return [...lines, '', '  Ctrl-C stops everything.', '']
}

function table(members: Demo['members']): string[] {
  const rows = [
    ['Sign in as', 'password', 'customer', 'role'],
    ...members.map(({ email, password, tenant, role }) => [email, password, tenant, role]),
  ]
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('   ')}`)
}
