/**
 * Tells the admins of a tenant, once per certificate, that the last one of their SAML provider ends within 30 days. The
 * mark that it was told and the mails are one transaction: a crash between them neither loses nor repeats a mail.
 */
import {
  CERTIFICATE_NOTICE_MS,
  lastCertificate,
  type CertificateFacts,
} from '#integrations/kit/certificate/read-certificate.ts'
import { queueAccountMail } from '#db/system/account-mails.ts'
import { markUsed } from '#db/system/single-use.ts'
import {
  listAdmins,
  listSamlCertificates,
  type ProviderCertificates,
} from '#db/system/sso/certificates.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import type { WorkerDeps } from './deps.ts'

export interface CertificateNotices {
  /** Looks through all providers when the last look is an hour old; else does nothing. */
  run(): Promise<void>
}

const EVERY_MS = 3600_000
const PAGE = 200

type NoticeDeps = Pick<WorkerDeps, 'db' | 'keyring' | 'alerts'>

export function createCertificateNotices(deps: NoticeDeps): CertificateNotices {
  let last = -Infinity
  return {
    async run() {
      if (performance.now() - last < EVERY_MS) return
      let after: string | null = null
      do after = await lookAtPage(deps, after)
      while (after !== null)
      // A look that failed is made again by the next sweep.
      last = performance.now()
    },
  }
}

/** @returns after whom the next page begins; null when there is none */
async function lookAtPage(deps: NoticeDeps, after: string | null): Promise<string | null> {
  const page = { after, limit: PAGE }
  const providers = await withSystem(deps.db, (trx) => listSamlCertificates(trx, page))
  for (const provider of providers) await look(deps, provider)
  return providers.length < PAGE ? null : (providers.at(-1)?.providerId ?? null)
}

async function look(deps: NoticeDeps, provider: ProviderCertificates): Promise<void> {
  const certificate = lastCertificate(provider.certificates)
  if (!certificate) return
  const left = certificate.notAfter.getTime() - Date.now()
  if (left > 0 && left < CERTIFICATE_NOTICE_MS) await tell(deps, provider, certificate)
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

async function tell(
  { db, keyring, alerts }: NoticeDeps,
  { providerId, providerName, tenant }: ProviderCertificates,
  { fingerprint, notAfter }: CertificateFacts,
): Promise<void> {
  const lifetimeMs = notAfter.getTime() - Date.now()
  await withTenant(db, tenant.id, async (trx) => {
    const mark = { mark: `${providerId}:${fingerprint}`, keepMs: lifetimeMs }
    if (!(await markUsed(trx, 'certificate_notice', mark))) return
    for (const { name, email } of await listAdmins(trx)) {
      await queueAccountMail(trx, keyring, {
        template: 'certificate-ends',
        to: email,
        values: {
          ...{ name, tenant: tenant.name, provider: providerName, at: DAY.format(notAfter) },
          link: new URL(`/t/${tenant.slug}/settings/sign-on`, alerts.publicUrl).href,
        },
        lifetimeMs,
        only: { tenantId: tenant.id, toAdmin: true },
      })
    }
  })
}
