/** Mail server and Twilio as one piece: what the sandbox mounts, opens and closes. */
import type { Router } from 'express'
import type { FaultRule } from '../faults.ts'
import type { Store } from '../store.ts'
import { createOutboxControl } from './control.ts'
import type { MessagingFaultRoute } from './fault-routes.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { openSmtpPort, type SmtpPort } from './smtp-port.ts'
import { createTwilioApi } from './twilio-api.ts'

export const SANDBOX_TWILIO_SID = 'AC5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a'
export const SANDBOX_TWILIO_TOKEN = 'sandbox-twilio-token'

export interface MessagingStandInOptions {
  store: Store
  /** The fault rule that hits a call, counted down; none if not given. */
  fault?: (route: MessagingFaultRoute) => FaultRule | null
  accountSid?: string
  authToken?: string
  /** Called after each message, for open control pages. */
  changed?: () => void
}

export interface MessagingStandIn {
  /** For `/twilio`: TWILIO_API_BASE is the sandbox's URL plus that. */
  routes: Router
  /** For `/control`. */
  control: Router
  /** What the control page shows. */
  outbox: Outbox
  /** Opens the mail server; SMTP_URL is its `url`. */
  openSmtp(port: number): Promise<SmtpPort>
}

export function createMessagingStandIn(options: MessagingStandInOptions): MessagingStandIn {
  const { store, fault = () => null, changed = () => undefined } = options
  const outbox = createOutbox(store.db)
  return {
    routes: createTwilioApi({
      outbox,
      accountSid: options.accountSid ?? SANDBOX_TWILIO_SID,
      authToken: options.authToken ?? SANDBOX_TWILIO_TOKEN,
      fault: () => fault('POST /twilio/messages'),
      changed,
    }),
    control: createOutboxControl(outbox, changed),
    outbox,
    openSmtp: (port) => openSmtpPort({ port, outbox, fault: () => fault('smtp'), changed }),
  }
}
