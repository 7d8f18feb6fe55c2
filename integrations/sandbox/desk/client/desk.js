/** Behaviour of the desk: every button and form says itself what it does; the server draws what comes of it. */
import { attempt, byId, complain, say } from './page.js'
import {
  box,
  closeGone,
  openBox,
  openSheet,
  refreshDeliveries,
  refreshFaults,
  refreshMain,
  refreshSheet,
  sheet,
  soon,
} from './parts.js'
import { bodyOf, control, formBody, send } from './send.js'

const CLICKS = [
  ['button[data-send]', (element) => send(element, bodyOf(element))],
  ['[data-open]', openSheet],
  ['[data-box]', openBox],
  ['[data-close]', (element) => element.closest('dialog').close()],
]

/** Things that cannot be undone ask once more, in the button itself. */
function isSure(element) {
  const question = element.dataset.sure
  if (!question || element.dataset.asked) return true
  element.dataset.asked = 'yes'
  element.append(': sure?')
  say(question)
  return false
}

document.addEventListener('click', (event) => {
  const view = event.target.closest('a[data-view]')
  if (view && !event.metaKey && !event.ctrlKey) {
    event.preventDefault()
    window.history.pushState(null, '', view.href)
    attempt(view, () => refreshMain())
    return
  }
  if (event.target === sheet || event.target === box) event.target.close()
  for (const [selector, work] of CLICKS) {
    const element = event.target.closest(selector)
    if (element && isSure(element)) attempt(element, () => work(element))
    if (element) return
  }
})

document.addEventListener('submit', (event) => {
  const form = event.target
  event.preventDefault()
  if (form.dataset.send) attempt(form, () => send(form, formBody(form)))
})

let typing
function applyFilter() {
  const form = byId('filter')
  const usual = form.elements.namedItem('show')?.dataset.usual
  const entries = [...new FormData(form)].filter(
    ([name, value]) => value && !(name === 'show' && value === usual),
  )
  const query = new window.URLSearchParams(entries).toString()
  const { pathname } = window.location
  window.history.replaceState(null, '', query ? `${pathname}?${query}` : pathname)
  refreshMain().catch(complain)
}
document.addEventListener('input', (event) => {
  if (event.target.name !== 'q') return
  clearTimeout(typing)
  typing = setTimeout(applyFilter, 180)
})
document.addEventListener('change', (event) => {
  const { target } = event
  if (target.name === 'show') applyFilter()
  const routes = target.dataset?.fault
  if (routes) attempt(target, () => setFault(JSON.parse(routes), target.value))
})

async function setFault(routes, value) {
  for (const route of routes) {
    if (value) await control('PUT', '/faults', { route, ...JSON.parse(value) })
    else await control('DELETE', `/faults?route=${encodeURIComponent(route)}`)
  }
}

window.addEventListener('popstate', () => refreshMain().catch(complain))

const events = new EventSource('/control/events')
events.addEventListener(
  document.body.dataset.topic,
  soon((id) => Promise.all([refreshMain(id), refreshSheet().catch(closeGone)])),
)
events.addEventListener(
  'deliveries',
  soon((id) => refreshDeliveries(id)),
)
events.addEventListener(
  'webhook',
  soon(() => refreshDeliveries()),
)
events.addEventListener(
  'faults',
  soon(() => refreshFaults()),
)
events.addEventListener('error', () => setLive(false))
events.addEventListener('open', () => {
  // What happened while the stream was away is read once.
  if (byId('live').dataset.state === 'off')
    Promise.all([refreshMain(), refreshDeliveries(), refreshFaults()]).catch(complain)
  setLive(true)
})
function setLive(on) {
  byId('live').dataset.state = on ? 'on' : 'off'
  byId('live').textContent = on ? 'Live' : 'Reconnecting'
}
