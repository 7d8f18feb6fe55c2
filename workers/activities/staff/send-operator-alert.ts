/**
 * Sends one alert and writes down what became of it. The attempt is counted before the provider is called: after a
 * crash in the middle a mail goes out again under the same Message-ID, since a missed alert is worse than a second
 * one; an SMS does not, and stays visible as ambiguous.
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
    if (alert.wasInterrupted && alert.channel === 'sms') {
      return finish({ state: 'ambiguous', reason: 'The worker ended while it was being sent.' })
    }
    const result = await send(deps.alerts, alert)
    deps.metrics?.messageTried('operator_alert', result.outcome)
    if (result.outcome === 'sent') return finish({ state: 'sent', providerId: result.providerId })
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
    return channels.sms.sender.send({ to, text: `${subject} ${consoleUrl.href}` })
  }
  const outcome = 'refused' as const
  const gone = 'This channel is not configured any more.'
  return Promise.resolve({ outcome, reason: gone, code: null, retryable: false })
}

function messageOf(alert: ClaimedAlert, consoleUrl: string): RenderedMessage {
  const { kind, connection, source, reason, incidentAt } = alert
  return kind === 'connection_parked'
    ? connectionParked({ connection, source, reason, parkedAt: incidentAt, consoleUrl })
    : webhooksUnheard({ connection, source, since: incidentAt, consoleUrl })
}
