/**
 * `sso-saml`: whole sign-ins by SAML, per second: out, an answer that the stand-in provider signs each time, session.
 * Floor: node-saml alone that verifies one such answer again and again.
 */
import { inflateRawSync } from 'node:zlib'
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml'
import type { BenchStack } from '#workers/bench/bench-stack.ts'
import type { PreparedFigure } from '#workers/bench/figure.ts'
import {
  attribute,
  createSigningKey,
  encode,
  IDP,
  signedResponse,
  SP,
  type SigningKey,
} from '../../auth/saml/testing/identity-provider.ts'
import { DOMAIN, prepareSignOn } from './sign-ons.ts'

export function prepareSaml(bench: BenchStack): Promise<PreparedFigure> {
  const key = createSigningKey()
  return prepareSignOn(bench, {
    name: 'sso-saml',
    provider: { kind: 'saml', issuer: IDP, certificates: [key.certificate] },
    answerAs({ to, cookie, webUrl, providerId }, subject) {
      const base = `${webUrl}/auth/saml/${providerId}`
      const request = requestIn(to)
      const xml = signedResponse(
        {
          ...{ inResponseTo: request, responseInResponseTo: request, nameId: subject },
          ...{ destination: `${base}/acs`, recipient: `${base}/acs` },
          audiences: [[`${base}/metadata`]],
          attributes: attribute('email', `${subject}@${DOMAIN}`),
        },
        key,
      )
      const body = new URLSearchParams({ SAMLResponse: encode(xml) })
      const headers = { cookie, origin: 'null', 'sec-fetch-site': 'cross-site' }
      return () => fetch(`${base}/acs`, { method: 'POST', redirect: 'manual', headers, body })
    },
    verify: libraryAlone(key),
  })
}

function requestIn(url: URL): string {
  const deflated = Buffer.from(url.searchParams.get('SAMLRequest') ?? '', 'base64')
  return / ID="([^"]+)"/.exec(inflateRawSync(deflated).toString())?.[1] ?? ''
}

function libraryAlone(key: SigningKey): () => Promise<unknown> {
  const saml = new SAML({
    ...{ issuer: SP, audience: SP, callbackUrl: 'https://portal.bench/acs' },
    idpCert: [key.certificate],
    wantAuthnResponseSigned: false,
    validateInResponseTo: ValidateInResponseTo.never,
  })
  const answer = { SAMLResponse: encode(signedResponse({}, key)) }
  return () => saml.validatePostResponseAsync(answer)
}
