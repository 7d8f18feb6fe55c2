/** That a tenant controls a domain: a TXT record that only they can have put there, exactly as they were given it. */
import { randomBytes } from 'node:crypto'
import { resolveTxt as askDns } from 'node:dns/promises'
import { z } from 'zod'

/** The TXT records of a name, each joined; empty when there are none. Throws when nobody could say. */
export type ResolveTxt = (name: string) => Promise<string[]>

const PREFIX = 'portside-domain-verification='

export const newProof = (): string => PREFIX + randomBytes(24).toString('base64url')

/** Where the record goes: at the domain itself, beside what others put there. */
export async function isProofPublished(
  resolveTxt: ResolveTxt,
  { domain, proof }: { domain: string; proof: string },
): Promise<boolean> {
  const records = await resolveTxt(domain)
  return records.some((record) => record.trim() === proof)
}

const NO_RECORDS = new Set(['ENODATA', 'ENOTFOUND'])

/** @param api stands in for DNS in a demo */
export function createResolveTxt(api?: string): ResolveTxt {
  if (api !== undefined) return (name) => askApi(api, name)
  return async (name) => {
    try {
      return (await askDns(name)).map((parts) => parts.join(''))
    } catch (error) {
      if (error instanceof Error && 'code' in error && NO_RECORDS.has(String(error.code))) return []
      throw error
    }
  }
}

async function askApi(api: string, name: string): Promise<string[]> {
  const response = await fetch(`${api}/${encodeURIComponent(name)}`, {
    signal: AbortSignal.timeout(5_000),
  })
  return z.object({ records: z.array(z.string()) }).parse(await response.json()).records
}

/** Everybody has an address there, so nobody owns it. */
const PUBLIC_MAIL = new Set([
  ...[
    'aol.com',
    'fastmail.com',
    'freenet.de',
    'free.fr',
    'gmail.com',
    'gmx.at',
    'gmx.ch',
    'gmx.com',
  ],
  ...[
    'gmx.de',
    'gmx.net',
    'googlemail.com',
    'hey.com',
    'hotmail.co.uk',
    'hotmail.com',
    'hotmail.de',
  ],
  ...['hotmail.fr', 'icloud.com', 'laposte.net', 'libero.it', 'live.com', 'live.de', 'mac.com'],
  ...[
    'mail.com',
    'mail.ru',
    'mailbox.org',
    'me.com',
    'msn.com',
    'naver.com',
    'orange.fr',
    'outlook.com',
  ],
  ...[
    'outlook.de',
    'pm.me',
    'posteo.de',
    'proton.me',
    'protonmail.com',
    'qq.com',
    'rocketmail.com',
  ],
  ...[
    't-online.de',
    'tutanota.com',
    'tuta.io',
    'web.de',
    'yahoo.co.jp',
    'yahoo.co.uk',
    'yahoo.com',
  ],
  ...['yahoo.de', 'yahoo.fr', 'yandex.com', 'yandex.ru', 'zoho.com', '126.com', '163.com'],
])

export const isPublicMail = (domain: string): boolean => PUBLIC_MAIL.has(domain)
