/** The calls of HubSpot's stand-in that fault switches can hit, beside `webhooks`. */
export const HUBSPOT_FAULT_ROUTES = [
  'GET /hubspot/objects',
  'POST /hubspot/search',
  'POST /hubspot/batch/read',
  'POST /hubspot/associations',
] as const
export type HubspotFaultRoute = (typeof HUBSPOT_FAULT_ROUTES)[number]
