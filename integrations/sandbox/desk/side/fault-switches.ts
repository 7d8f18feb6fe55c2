/** What can be made to go wrong: one switch for each way between the systems and the portal. */
import { type Faults, type FaultRule, type FaultRoute } from '../../faults.ts'
import { HUBSPOT_FAULT_ROUTES } from '../../hubspot/fault-routes.ts'
import { STRIPE_FAULT_ROUTES } from '../../stripe/fault-routes.ts'
import { icon, type Markup, markup } from '../markup.ts'
import { sendButton } from '../send.ts'

type Fault = Omit<FaultRule, 'route'>

/** Everything one can choose on the page; `/control/faults` can do more. */
const CHOICES: readonly { id: string; label: string; fault: Fault }[] = [
  { id: 'slow', label: 'slow, 3 s', fault: { latencyMs: 3_000 } },
  { id: 'down', label: 'down, 503', fault: { status: 503 } },
  { id: 'limited', label: 'limited, 429', fault: { status: 429, retryAfter: 5 } },
  { id: 'greylisted', label: 'try later, 451', fault: { status: 451 } },
  { id: 'refused', label: 'refused, 550', fault: { status: 550 } },
  { id: 'dropped', label: 'connection cut', fault: { effect: 'drop' } },
  { id: 'late', label: 'done, then times out', fault: { effect: 'execute_then_timeout' } },
  { id: 'twice', label: 'twice', fault: { effect: 'duplicate' } },
  { id: 'shuffled', label: 'out of order', fault: { effect: 'shuffle' } },
]

const ANSWERING = ['slow', 'down', 'limited', 'dropped', 'late'] as const

const SWITCHES: readonly {
  label: string
  routes: readonly FaultRoute[]
  only: readonly string[]
}[] = [
  {
    label: 'Webhooks',
    routes: ['webhooks'],
    only: ['slow', 'down', 'dropped', 'late', 'twice', 'shuffled'],
  },
  {
    label: 'Orders API',
    routes: ['GET /orders', 'GET /orders/{id}', 'GET /projects', 'GET /projects/{id}'],
    only: ANSWERING,
  },
  { label: 'Stripe API', routes: STRIPE_FAULT_ROUTES, only: ANSWERING },
  { label: 'HubSpot API', routes: HUBSPOT_FAULT_ROUTES, only: ANSWERING },
  { label: 'Mail', routes: ['smtp'], only: ['slow', 'greylisted', 'refused', 'dropped', 'late'] },
  { label: 'SMS', routes: ['POST /twilio/messages'], only: ANSWERING },
]

const sameFault = (rule: FaultRule, fault: Fault): boolean =>
  rule.some === undefined &&
  rule.latencyMs === fault.latencyMs &&
  rule.status === fault.status &&
  rule.effect === fault.effect

export function faultSwitches(faults: Faults): Markup {
  const active = faults.list()
  const rows = SWITCHES.map(({ label, routes, only }) => {
    const rule = active.find((candidate) => routes.some((route) => route === candidate.route))
    const choices = CHOICES.filter((choice) => only.includes(choice.id))
    const chosen = rule
      ? (choices.find((choice) => sameFault(rule, choice.fault))?.id ?? 'other')
      : ''
    const options = choices.map(
      (choice) =>
        markup`<option value="${JSON.stringify(choice.fault)}"${choice.id === chosen && markup` selected`}>${choice.label}</option>`,
    )
    return markup`<li><label class="fault"><span>${label}</span>
      <select class="input" data-fault="${JSON.stringify(routes)}" data-key="fault-${label}">
        <option value="">work normally</option>${options}
        ${chosen === 'other' && markup`<option selected disabled>set by a test</option>`}</select></label></li>`
  })
  const warning =
    active.length > 0 &&
    markup`<p class="note" data-tone="warn">${icon('triangle-alert')}<span>Something is made to fail.</span>
      ${sendButton({ call: 'DELETE /faults', said: 'Everything works normally again.', label: 'Back to normal', look: 'small', key: 'clear-faults' })}</p>`
  return markup`<ul class="faults">${rows}</ul>${warning}`
}
