/**
 * C05, C06, C07, T06: every page of routes.ts, as a document and as data, by every role: headers and nonces on all of
 * them, no violation of the policy in a browser, and pages of another customer that are the same as none.
 */
import { describe, expect, it } from 'vitest'
import { newId } from '#workflows/contracts/ids.ts'
import { fillAddress, pageAddresses } from '../testing/probes/addresses.ts'
import { useScene } from './scene.ts'
import type { Member, Role } from './stack/stack.ts'
import { cookiesOf, untilLive } from './visitor.ts'

const scene = useScene()
const pages = pageAddresses()
const ofTenant = pages.filter(({ pattern }) => pattern.startsWith('/t/:tenant'))
const ROLES: readonly Role[] = ['admin', 'billing', 'project']
const AGENT = 'Mozilla/5.0 Chrome/140.0'

async function idsOf(slug: string): Promise<Record<string, string>> {
  const { stack } = scene
  const of = async (table: string): Promise<string> => {
    const rows = await stack.readModel.query<{ id: string }>(
      `select id from ${table} where tenant_id = $1 and ${table === 'invoices' ? `state <> 'draft'` : 'true'}
       order by id limit 1`,
      [stack.tenantId(slug)],
    )
    return rows[0]?.id ?? newId()
  }
  return { orders: await of('orders'), invoices: await of('invoices') }
}

/** The address of a page about things of a customer, named by whichever slug. */
function addressOf(pattern: string, tenant: string, ids: Record<string, string>): string {
  const place = pattern.split('/')[3] ?? ''
  return fillAddress(pattern, { tenant, id: ids[place] ?? newId() })
}

const asData = (path: string): string => (path.endsWith('/') ? `${path}_root.data` : `${path}.data`)

async function fetchAs(
  member: Member | null,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const cookies = member ? await cookiesOf(scene.stack.webUrl, member) : []
  return fetch(scene.stack.webUrl + path, {
    redirect: 'manual',
    ...init,
    headers: {
      'user-agent': AGENT,
      accept: 'text/html',
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      ...Object.fromEntries(new Headers(init.headers)),
    },
  })
}

/** Without what differs from answer to answer, and the path and ids that were asked for. */
async function told(response: Response, path: string): Promise<[number, string]> {
  const text = (await response.text())
    .replaceAll(path.replace(/\.data$/, ''), '(path)')
    .replaceAll(/nonce="[^"]*"/g, '')
    .replaceAll(/"(requestId|liveCursor)",\s*"[^"]*"/g, '"$1"')
    .replaceAll(/\\"(requestId|liveCursor)\\",\s*\\"[^"]*\\"/g, '"$1"')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, '(id)')
    .replaceAll(/\b\d{13}\b/g, '(moment)')
  return [response.status, text]
}

function missingIn(response: Response): string[] {
  const csp = response.headers.get('content-security-policy') ?? ''
  const parts = [
    `object-src 'none'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
    `form-action 'self'`,
  ]
  return [
    ...[...parts, 'report-uri /csp-report'].filter((part) => !csp.includes(part)),
    ...(/script-src 'self' 'strict-dynamic' 'nonce-[\w-]{22}'/.test(csp) ? [] : ['script-src']),
    ...(csp.includes('unsafe') ? ['unsafe'] : []),
    ...['x-content-type-options', 'referrer-policy', 'cross-origin-opener-policy'].filter(
      (name) => !response.headers.has(name),
    ),
    ...(/no-store/.test(response.headers.get('cache-control') ?? '') ? [] : ['cache-control']),
  ]
}

describe('every page, by every role and by nobody', () => {
  it('carries the headers, and scripts of its own nonce only', async () => {
    const ids = await idsOf('northgate')
    const visitors = [null, ...ROLES.map((role) => scene.stack.member('northgate', role))]
    for (const visitor of visitors) {
      for (const { pattern } of pages) {
        const page = addressOf(pattern, 'northgate', ids)
        for (const path of [page, asData(page)]) {
          const response = await fetchAs(visitor, path)
          expect([path, response.status < 500, missingIn(response)]).toEqual([path, true, []])
          const html = await response.text()
          const nonce = /'nonce-([\w-]+)'/.exec(
            response.headers.get('content-security-policy') ?? '',
          )?.[1]
          if (!response.headers.get('content-type')?.startsWith('text/html')) continue
          for (const [tag] of html.matchAll(/<(?:script|style)\b[^>]*>/g)) {
            expect([path, tag]).toEqual([path, expect.stringContaining(`nonce="${nonce ?? ''}"`)])
          }
          expect(html).not.toMatch(/ on(?:click|load|error)=|javascript:/i)
        }
      }
    }
  })

  it('is the same for another customer as for none, as a page and as data', async () => {
    const theirs = await idsOf('vellmar')
    for (const role of ROLES) {
      const member = scene.stack.member('northgate', role)
      for (const { pattern } of ofTenant) {
        const toPaths = (tenant: string): string[] => {
          const page = addressOf(pattern, tenant, theirs)
          return [page, asData(page)]
        }
        const never = toPaths('no-such-tenant')
        for (const [index, path] of toPaths('vellmar').entries()) {
          const other = never[index] ?? ''
          const foreign = await told(await fetchAs(member, path), path)
          const unknown = await told(await fetchAs(member, other), other)
          const neutral = ([status, text]: [number, string]): [number, string] => [
            status,
            text.replaceAll(/vellmar|no-such-tenant/g, '(tenant)'),
          ]
          expect([path, neutral(foreign)]).toEqual([path, neutral(unknown)])
          expect(foreign[1]).not.toMatch(/Vellmar Dairy|Ines Keller/)
        }
      }
    }
  })

  it('shows a thing of another customer like one that never existed', async () => {
    const theirs = await idsOf('vellmar')
    for (const role of ROLES) {
      const member = scene.stack.member('northgate', role)
      for (const { pattern } of ofTenant.filter(({ pattern: one }) => one.includes(':id'))) {
        const foreign = addressOf(pattern, 'northgate', theirs)
        const unknown = addressOf(pattern, 'northgate', {})
        for (const [path, other] of [
          [foreign, unknown],
          [asData(foreign), asData(unknown)],
        ] as const) {
          const answer = await told(await fetchAs(member, path), path)
          expect(answer).toEqual(await told(await fetchAs(member, other), other))
          expect(answer[0]).toBe(404)
        }
      }
    }
  })
})

describe('in a browser', () => {
  // Of an admin: what the other roles see is a part of it, and their headers are looked at above.
  it('no page breaks the content security policy', async () => {
    const ids = await idsOf('northgate')
    const visitor = await scene.visit({
      path: '/t/northgate/home',
      as: scene.stack.member('northgate', 'admin'),
    })
    await untilLive(visitor.page)
    for (const { pattern } of pages.filter((page) => !/sign-out|\/admin/.test(page.pattern))) {
      const answer = await visitor.page.goto(addressOf(pattern, 'northgate', ids))
      // Some addresses answer with data, which has no heading.
      if (answer?.headers()['content-type']?.startsWith('text/html'))
        await visitor.page.getByRole('heading').first().waitFor({ state: 'attached' })
      const violations = visitor.faults.take().filter((fault) => fault.startsWith('CSP'))
      expect([pattern, violations]).toEqual([pattern, []])
    }
    await visitor.context.close()
  })

  it('a violation would be seen, so that none means none', async () => {
    const { page, faults, context } = await scene.visit({ path: '/sign-in' })
    await page.evaluate(() => {
      const script = document.createElement('img')
      script.src = 'https://evil.test/x.png'
      document.body.append(script)
    })
    await expect.poll(() => faults.take().some((fault) => fault.startsWith('CSP'))).toBe(true)
    await context.close()
  })
})

it.each([
  '//evil.test',
  '/\\evil.test',
  'https:evil.test',
  '/%09/evil.test',
  'javascript:alert(1)',
])('no redirecting page leads to %s', async (target) => {
  const member = scene.stack.member('northgate', 'admin')
  for (const visitor of [null, member]) {
    for (const { pattern } of pages) {
      const query = ['next', 'redirectTo', 'returnUrl', 'to', 'url', 'return'].map(
        (name) => `${name}=${encodeURIComponent(target)}`,
      )
      const path = `${addressOf(pattern, 'northgate', {})}?${query.join('&')}`
      const response = await fetchAs(visitor, path)
      const location = response.headers.get('location')
      if (location === null) continue
      const to = new URL(location, scene.stack.webUrl)
      expect([path, to.origin, /^\/(?![/\\])/.test(location)]).toEqual([
        path,
        scene.stack.webUrl,
        true,
      ])
    }
  }
})
