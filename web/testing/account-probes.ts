/** Inputs for the procedures about a person's own account, and what each needs to change something. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createKeyring } from '#db/secrets.ts'
import { ROLE_PRESETS } from '#workflows/contracts/access.ts'
import { newId } from '#workflows/contracts/ids.ts'
import { sealTotp } from '../auth/factors/totp-secret.ts'
import { createTotpSecret, totpCodeAt } from '../auth/factors/totp.ts'
import type { Probe } from './procedures.ts'
import { SoftPasskey } from './soft-passkey.ts'
import { PASSWORD, type World } from './world.ts'

const nothing = (): undefined => undefined
const asks = { allowed: ROLE_PRESETS, account: true } as const
const acts = { ...asks, acts: true } as const
/** Whom the tests of the audit log sign in. */
const personIn = (world: World) => world.ours.members.admin

async function addApp(world: World, state: 'pending' | 'active'): Promise<string> {
  const { id } = personIn(world)
  const secret = createTotpSecret()
  await world.sql.query(
    `insert into totp_secrets (person_id, state, sealed) values ($1, $2, $3)
     on conflict (person_id, state) do update set sealed = excluded.sealed, created_at = now()`,
    [id, state, sealTotp(createKeyring(world.encryptionKeys), { id }, secret)],
  )
  return secret
}

async function addActiveApp(world: World): Promise<void> {
  await addApp(world, 'active')
}

async function addPasskeyRow(world: World): Promise<string> {
  const id = newId<string>()
  await world.sql.query(
    `insert into passkeys (credential_id, id, person_id, name, public_key, counter)
     values ($1, $2, $3, 'Old', '\\x00', 0)`,
    [randomUUID(), id, personIn(world).id],
  )
  return id
}

async function addSession(world: World): Promise<string> {
  const { rows } = await world.sql.query<{ handle: string }>(
    `insert into sessions (id_hash, person_id, expires_at)
     values ($1, $2, now() + interval '1 hour') returning handle`,
    [randomBytes(32), personIn(world).id],
  )
  return rows[0]?.handle ?? ''
}

async function addEmailChange(world: World): Promise<void> {
  await world.sql.query(
    `insert into email_changes (id, person_id, address, expires_at)
     values ($1, $2, 'new@northgate.test', now() + interval '1 hour') on conflict do nothing`,
    [newId(), personIn(world).id],
  )
}

async function registration(world: World, url: string): Promise<string> {
  const challenge = randomBytes(32).toString('base64url')
  await world.sql.query(
    `insert into single_use_tokens (token_hash, purpose, subject, payload, expires_at)
     values ($1, 'passkey_challenge', $2, '{"use":"register"}', now() + interval '1 hour')`,
    [createHash('sha256').update(challenge).digest(), personIn(world).id],
  )
  return new SoftPasskey({ origin: url }).register({ challenge })
}

export const ACCOUNT_PROBES: Readonly<Record<string, Probe>> = {
  'portal.account.get': { ...asks, input: nothing },
  'portal.account.remaining': { ...asks, input: nothing },
  'portal.account.sessions.list': { ...asks, input: nothing },
  'portal.account.updateProfile': {
    ...acts,
    input: () => ({ name: 'Somebody', locale: 'en', timeZone: null }),
    changing: () => ({ name: 'Somebody else', locale: 'en', timeZone: 'Europe/Berlin' }),
  },
  'portal.account.changePassword': {
    ...acts,
    input: () => ({ current: 'wrong', next: 'also wrong' }),
    changing: () => ({ current: PASSWORD, next: PASSWORD }),
  },
  'portal.account.totp.begin': { ...acts, input: nothing },
  'portal.account.totp.confirm': {
    ...acts,
    input: () => ({ code: '000000' }),
    changing: async (world) => ({ code: totpCodeAt(await addApp(world, 'pending'), Date.now()) }),
  },
  'portal.account.totp.remove': {
    ...acts,
    input: nothing,
    changing: addActiveApp,
  },
  'portal.account.recovery.renew': {
    ...acts,
    input: nothing,
    changing: addActiveApp,
  },
  'portal.account.passkeys.offer': { ...acts, input: nothing },
  'portal.account.passkeys.add': {
    ...acts,
    input: () => ({ name: 'Laptop', response: '{}' }),
    changing: async (world, url) => ({ name: 'Laptop', response: await registration(world, url) }),
  },
  'portal.account.passkeys.rename': {
    ...acts,
    input: () => ({ id: newId(), name: 'Laptop' }),
    changing: async (world) => ({ id: await addPasskeyRow(world), name: 'New' }),
  },
  'portal.account.passkeys.remove': {
    ...acts,
    input: () => ({ id: newId() }),
    changing: async (world) => ({ id: await addPasskeyRow(world) }),
  },
  'portal.account.sessions.end': {
    ...acts,
    input: () => ({ handle: randomUUID() }),
    changing: async (world) => ({ handle: await addSession(world) }),
  },
  'portal.account.sessions.endOthers': {
    ...acts,
    input: nothing,
    changing: async (world) => {
      await addSession(world)
    },
  },
  'portal.account.email.begin': {
    ...acts,
    input: () => ({ address: 'another@northgate.test' }),
  },
  'portal.account.email.stop': {
    ...acts,
    input: nothing,
    changing: addEmailChange,
  },
  'portal.account.data.export': { ...acts, input: nothing },
}
