/** The connector of HubSpot portals: companies and contacts. */
import type { Connector } from '../kit/connector.ts'
import { HUBSPOT_KINDS } from './kinds.ts'
import { createHubspotReader } from './read/client.ts'
import { verifyHubspotWebhook } from './signature.ts'
import { hubspotChangeOf, parseHubspotWebhook } from './webhook.ts'

export const hubspot: Connector = {
  source: 'hubspot',
  kinds: HUBSPOT_KINDS,
  // Subscriptions to e-mails, calls and meetings are a choice of their own.
  toldKinds: ['company', 'contact'],
  // Search reaches back to the beginning; only deletions are not in it.
  pollHorizonMs: null,
  // The smallest accounts allow 100 in ten seconds.
  versionAt: (asOf) => Date.parse(asOf),
  requestsPerSecond: 9,
  verify: verifyHubspotWebhook,
  parse: parseHubspotWebhook,
  toChange: hubspotChangeOf,
  client: createHubspotReader,
}
