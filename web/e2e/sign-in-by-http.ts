/** Signs a member in without a browser, by the same form post that the page makes; tests that are not about signing in start here. */
import type { Member } from './stack/stack.ts'

/** @returns the Cookie header of the new session */
export async function signInByHttp(webUrl: string, member: Member): Promise<string> {
  const response = await fetch(`${webUrl}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: webUrl, 'sec-fetch-site': 'same-origin', accept: 'text/html' },
    body: new URLSearchParams({ email: member.email, password: member.password }),
  })
  await response.arrayBuffer()
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
  if (response.status >= 400 || cookies.length === 0) {
    throw new Error(`Signing in as ${member.email} was answered ${response.status}.`)
  }
  return cookies.join('; ')
}
