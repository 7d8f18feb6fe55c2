/** What the order system tells the portal, and what goes wrong on the way: deliveries and fault switches. */
import type { Faults, FaultRule, FaultRoute } from '../faults.ts'
import type { Deliveries } from '../orders/deliveries.ts'
import type { Delivery } from '../orders/queue.ts'
import { icon, type Markup, markup } from './markup.ts'
import { clockWords, type Said } from './words.ts'

const SHOWN_DELIVERIES = 14

type Fault = Omit<FaultRule, 'route'>

/** Everything one can choose on the page; `/control/faults` can do more. */
const CHOICES: readonly { id: string; label: string; fault: Fault }[] = [
  { id: 'slow', label: 'slow, 3 s', fault: { latencyMs: 3_000 } },
  { id: 'down', label: 'down, 503', fault: { status: 503 } },
  { id: 'limited', label: 'limited, 429', fault: { status: 429, retryAfter: 5 } },
  { id: 'dropped', label: 'connection cut', fault: { effect: 'drop' } },
  { id: 'late', label: 'done, then times out', fault: { effect: 'execute_then_timeout' } },
  { id: 'twice', label: 'twice', fault: { effect: 'duplicate' } },
  { id: 'shuffled', label: 'out of order', fault: { effect: 'shuffle' } },
]

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
    routes: ['GET /orders', 'GET /orders/{id}'],
    only: ['slow', 'down', 'limited', 'dropped', 'late'],
  },
]

const sameFault = (rule: FaultRule, fault: Fault): boolean =>
  rule.latencyMs === fault.latencyMs && rule.status === fault.status && rule.effect === fault.effect

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
      <button class="btn small" type="button" data-clear data-key="clear-faults">Back to normal</button></p>`
  return markup`<ul class="faults">${rows}</ul>${warning}`
}

function saidOf(delivery: Delivery): Said {
  switch (delivery.state) {
    case 'delivered':
      return {
        word: `${delivery.status ?? 'Delivered'} in ${delivery.tookMs ?? 0} ms`,
        icon: 'circle-check',
        tone: 'ok',
      }
    case 'waiting':
      return delivery.attempts === 0
        ? { word: 'Sending', icon: 'refresh', tone: 'info' }
        : {
            word: `Try ${delivery.attempts + 1} soon, ${delivery.error ?? ''}`,
            icon: 'refresh',
            tone: 'warn',
          }
    case 'dropped':
      return { word: 'Lost on purpose', icon: 'unlink', tone: 'warn' }
    case 'failed':
      return { word: `Given up, ${delivery.error ?? ''}`, icon: 'circle-x', tone: 'bad' }
  }
}

export function deliveryList(deliveries: Deliveries): Markup {
  const target = deliveries.target()
  const head = target
    ? markup`<p class="meta clip">To ${new URL(target.url).host}, signed</p>`
    : markup`<p class="note" data-tone="warn">${icon('unlink')}<span>No webhook is registered, so nobody is told. The portal finds changes when it polls.</span></p>`
  const list = deliveries.list(SHOWN_DELIVERIES)
  if (list.length === 0) {
    return markup`${head}<p class="empty small">Nothing sent yet. Change an order, and its webhook appears here.</p>`
  }
  const rows = list.map((delivery) => {
    const said = saidOf(delivery)
    const again = delivery.state !== 'waiting'
    return markup`<li data-row="${delivery.id}"><span class="grow"><span class="line"><span class="mono">${delivery.type}</span>
        <span class="meta">${delivery.number} v${delivery.version}</span></span>
      <span class="state small" data-tone="${said.tone}">${icon(said.icon)}${said.word}</span></span>
      <time class="meta">${clockWords(delivery.createdAt)}</time>
      ${again && markup`<button class="btn icon plain" type="button" data-resend="${delivery.id}" data-key="again-${delivery.id}" title="Send again" aria-label="Send ${delivery.type} of ${delivery.number} again">${icon('refresh')}</button>`}</li>`
  })
  return markup`${head}<ul class="rows deliveries">${rows}</ul>`
}
