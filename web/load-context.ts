/**
 * What the web server hands to loaders and actions: the tRPC caller, the session port and the CSP nonce.
 * This module exists twice in one process (Express runs it natively, Vite bundles it for the pages) and
 * contexts are compared by identity, so they live in a registry of the process.
 */
import { createContext, type RouterContext } from 'react-router'
import type { ConsolePort } from './admin/api.ts'
import type { PortalApi, SessionPort } from './portal/api.ts'
import type { SignOnPort } from './portal/sign-on/sign-on-api.ts'
import type { InvitationPort } from './portal/invitation/invitation-api.ts'

type Registry = Partial<Record<string, RouterContext>>

const KEY = Symbol.for('portside.load-context')
const registry: Registry = ((globalThis as Record<symbol, Registry | undefined>)[KEY] ??= {})

function processWide<T>(name: string, standard?: T): RouterContext<T> {
  const known = registry[name] ?? createContext<unknown>(standard)
  registry[name] = known
  return known as RouterContext<T>
}

/** The tRPC caller of this request, bound to the signed-in person and the tenant named by the URL. */
export const apiContext = processWide<PortalApi>('api')
/** Sign-in, sign-out and what is known before a tenant is chosen. */
export const sessionContext = processWide<SessionPort>('session')
/** Single sign-on before there is a session. */
export const signOnContext = processWide<SignOnPort>('signOn')
/** Joining by invitation, before one belongs to a tenant. */
export const invitationContext = processWide<InvitationPort>('invitation')
/** The console; null where this process has none. */
export const consoleContext = processWide<ConsolePort | null>('console', null)
/** Nonce of this response's Content-Security-Policy. */
export const nonceContext = processWide<string>('nonce')
/** Id under which the log knows this request; shown on error pages. */
export const requestIdContext = processWide<string>('requestId', '')
