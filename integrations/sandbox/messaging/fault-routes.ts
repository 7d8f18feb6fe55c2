/** The calls of the mail and SMS stand-ins that fault switches can hit. */
export const MESSAGING_FAULT_ROUTES = ['smtp', 'POST /twilio/messages'] as const
export type MessagingFaultRoute = (typeof MESSAGING_FAULT_ROUTES)[number]
