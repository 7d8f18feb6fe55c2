/**
 * Sends one alert and writes down what became of it. The attempt is counted before the provider is called: after a
 * crash in the middle a mail goes out again under the same Message-ID, since a missed alert is worse than a second
 * one; an SMS does not: the provider's list tells whether it went out, and what no list tells stays visible as ambiguous.
 */
import {
  claimAlert,
  finishAlert,
  type AlertEnd,
  type ClaimedAlert,
} from '#db/system/operator-alerts.ts'
import { withSystem } from '#db/system/system.ts'
import { connectionParked } from '#integrations/messaging/connection-parked.ts'
import { webhooksUnheard } from '#integrations/messaging/webhooks-unheard.ts'
import type { SendResult } from '#integrations/messaging/send-result.ts'
import type { RenderedMessage } from '#integrations/messaging/template.ts'
import type { AlertResult, OperatorAlertActivities } from '#workflows/contracts/console.ts'
import type { AlertChannels, StaffDeps } from './deps.ts'

const MAX_ATTEMPTS = 12
const MIN_WAIT_MS = 30_000
const MAX_WAIT_MS = 30 * 60_000
/** An SMS whose answer got lost is looked for until this attempt; nobody sends it again. */
const LAST_LOOK = 3
const NOT_LISTED =
  'The answer got lost, and the provider lists no such message: it may have gone out.'

export function createSendOperatorAlert(
  deps: Pick<StaffDeps, 'db' | 'alerts' | 'logger' | 'metrics'>,
): OperatorAlertActivities['sendOperatorAlert'] {
  return async ({ alertId }): Promise<AlertResult> => {
    const alert = await withSystem(deps.db, (trx) => claimAlert(trx, alertId))
    if (!alert) return { status: 'final' }
    const finish = async (end: AlertEnd): Promise<AlertResult> => {
      await withSystem(deps.db, (trx) => finishAlert(trx, alert, end))
      if (end.state !== 'sent') deps.logger.warn({ alertId, ...end }, 'alert')
      return { status: 'final' }
    }
    const settle = async (): Promise<AlertResult> => {
      const found = await lookFor(deps.alerts, alert)
      if (found !== null) return finish({ state: 'sent', providerId: found })
      // As `sending`, so that whoever comes next looks for it too.
      if (alert.attempts < LAST_LOOK) return { status: 'retry', afterMs: MIN_WAIT_MS }
      deps.metrics?.messageTried('operator_alert', 'ambiguous')
      return finish({ state: 'ambiguous', reason: NOT_LISTED })
    }
    if (alert.wasInterrupted && alert.channel === 'sms') return settle()
    const result = await send(deps.alerts, alert)
    deps.metrics?.messageTried('operator_alert', result.outcome)
    if (result.outcome === 'sent') return finish({ state: 'sent', providerId: result.providerId })
    if (result.outcome === 'unknown' && alert.channel === 'sms') return settle()
    if (result.outcome === 'unknown') return finish({ state: 'ambiguous', reason: result.reason })
    if (!result.retryable || alert.attempts >= MAX_ATTEMPTS) {
      return finish({ state: 'failed', reason: result.reason })
    }
    await withSystem(deps.db, (trx) =>
      finishAlert(trx, alert, { state: 'pending', reason: result.reason }),
    )
    const grown = Math.min(MIN_WAIT_MS * 2 ** (alert.attempts - 1), MAX_WAIT_MS)
    return { status: 'retry', afterMs: result.retryAfterMs ?? grown }
  }
}

function send(channels: AlertChannels, alert: ClaimedAlert): Promise<SendResult> {
  const consoleUrl = new URL(`/admin/connections/${alert.connectionId}`, channels.publicUrl)
  const { subject, text } = messageOf(alert, consoleUrl.href)
  const to = alert.recipient
  if (alert.channel === 'email' && channels.email) {
    const messageId = `<alert.${alert.id}@${consoleUrl.hostname}>`
    return channels.email.sender.send({ messageId, to, subject, text })
  }
  if (alert.channel === 'sms' && channels.sms) {
    return channels.sms.sender.send({ to, text: `${subject} ${consoleUrl.href}${markOf(alert)}` })
  }
  const outcome = 'refused' as const
  const gone = 'This channel is not configured any more.'
  return Promise.resolve({ outcome, reason: gone, code: null, retryable: false })
}

/** Ends the link of an SMS, where it changes nothing: by it the provider's list tells one alert from all others. */
const markOf = ({ id }: ClaimedAlert): string => `#${id.slice(-8)}`

/** The SID under which the provider has taken it; null: it lists none, or cannot be asked. */
async function lookFor({ sms }: AlertChannels, alert: ClaimedAlert): Promise<string | null> {
  const found = await sms?.sender.find({ to: alert.recipient, mark: markOf(alert) })
  return found && 'sid' in found ? found.sid : null
}

function messageOf(alert: ClaimedAlert, consoleUrl: string): RenderedMessage {
  const { kind, connection, source, reason, incidentAt } = alert
  return kind === 'connection_parked'
    ? connectionParked({ connection, source, reason, parkedAt: incidentAt, consoleUrl })
    : webhooksUnheard({ connection, source, since: incidentAt, consoleUrl })
}
