/** Behaviour of the order desk: sends actions to /control and swaps in what the server renders. */
const byId = (id) => document.getElementById(id)
const sheet = byId('sheet')
const newOrder = byId('new')
let openOrder = ''
let saidTimer

/** One sentence at the bottom, read out politely. */
function say(text) {
  clearTimeout(saidTimer)
  byId('said').textContent = text
  saidTimer = setTimeout(() => (byId('said').textContent = ''), 4000)
}

/** Swaps content without losing the place: focus returns to the control with the same key. */
function swap(element, html) {
  const held = document.activeElement?.closest('[data-key]')?.dataset.key
  const inside = element.contains(document.activeElement)
  element.innerHTML = html
  if (!inside || !held) return
  const again = [...element.querySelectorAll('[data-key]')].find((one) => one.dataset.key === held)
  ;(again ?? element.querySelector('h2[tabindex]') ?? byId('main')).focus({ preventScroll: true })
}

async function text(path) {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`The desk answered ${response.status}.`)
  return response.text()
}

async function refreshMain(marked) {
  const main = byId('main')
  const typed = document.activeElement?.name === 'q' ? document.activeElement.value : null
  const html = await text(`/desk/main${window.location.search}`)
  if (typed === null) swap(main, html)
  else {
    // Only the rows: the reader is typing in the search field.
    const fresh = new window.DOMParser().parseFromString(html, 'text/html')
    swap(byId('orders'), fresh.getElementById('orders').innerHTML)
  }
  if (marked) main.querySelector(`[data-row="${marked}"]`)?.classList.add('changed')
}

const refreshDeliveries = async (marked) => {
  swap(byId('deliveries'), await text('/desk/deliveries'))
  if (marked) byId('deliveries').querySelector(`[data-row="${marked}"]`)?.classList.add('changed')
}
const refreshFaults = async () => swap(byId('faults'), await text('/desk/faults'))

async function refreshSheet() {
  if (!sheet.open) return
  const writing = sheet.contains(document.activeElement) && document.activeElement.matches('input')
  if (!writing) swap(sheet, await text(`/desk/orders/${openOrder}`))
}

async function show(id) {
  openOrder = id
  sheet.innerHTML = await text(`/desk/orders/${id}`)
  if (!sheet.open) sheet.showModal()
  sheet.scrollTop = 0
  byId('sheet-title').focus()
}

/** The list may have been drawn anew meanwhile, so the browser cannot give the focus back by itself. */
function returnFocus(key) {
  const opener = [...byId('main').querySelectorAll('[data-key]')].find(
    (one) => one.dataset.key === key,
  )
  ;(opener ?? byId('main')).focus({ preventScroll: true })
}
sheet.addEventListener('close', () => returnFocus(`open-${openOrder}`))
newOrder.addEventListener('close', () => returnFocus('new'))

async function control(method, path, body) {
  const response = await fetch(`/control${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error.message)
  return answer
}

const DONE = {
  advance: (order) => `${order.number} is now ${order.status}.`,
  ship: (order) => `${order.number} is on its way.`,
  split: (order) => `${order.number} travels in ${order.shipments.length} shipments now.`,
  deliver: (order) => `${order.number} is ${order.status}.`,
  delay: (order) => `${order.number} is now due ${order.promised_on}.`,
  note: (order) => `The note is on ${order.number}.`,
  cancel: (order) => `${order.number} is cancelled.`,
  delete: (order) => `${order.number} is deleted.`,
}

async function act(id, action, input = {}) {
  const { order } = await control('POST', `/orders/${id}/${action}`, input)
  say(DONE[action](order))
  if (action === 'delete') sheet.close()
  else if (sheet.open) swap(sheet, await text(`/desk/orders/${id}`))
}

/** What a submitted form stands for. */
const FORMS = {
  delay: (form, data) =>
    act(form.dataset.order, 'delay', {
      days: Number(data.get('days')),
      reason: data.get('reason'),
    }),
  note: (form, data) => act(form.dataset.order, 'note', { text: data.get('text') }),
  place: async (form, data) => {
    const { order } = await control('POST', '/orders', Object.fromEntries(data))
    newOrder.close()
    form.reset()
    say(`${order.number} is placed for ${order.customer.name}.`)
  },
}

const CLICKS = [
  ['[data-act]', ({ dataset }) => act(dataset.order, dataset.act)],
  ['[data-open]', ({ dataset }) => show(dataset.open)],
  ['[data-resend]', ({ dataset }) => control('POST', `/deliveries/${dataset.resend}/resend`)],
  ['[data-clear]', () => control('DELETE', '/faults')],
  ['[data-new]', () => newOrder.showModal()],
  ['[data-close]', (element) => element.closest('dialog').close()],
]

/** Runs an action once at a time per control and tells what went wrong. */
async function attempt(element, work) {
  if (element.getAttribute('aria-busy') === 'true') return
  element.setAttribute('aria-busy', 'true')
  try {
    await work()
  } catch (error) {
    say(error.message)
  } finally {
    element.removeAttribute('aria-busy')
  }
}

/** Things that cannot be undone ask once more, in the button itself. */
function isSure(element) {
  const question = element.dataset.sure
  if (!question || element.dataset.asked) return true
  element.dataset.asked = 'yes'
  element.textContent = `${element.textContent}: sure?`
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
  if (event.target === sheet || event.target === newOrder) event.target.close()
  for (const [selector, work] of CLICKS) {
    const element = event.target.closest(selector)
    if (element && isSure(element)) attempt(element, () => work(element))
    if (element) return
  }
})

document.addEventListener('submit', (event) => {
  const form = event.target
  event.preventDefault()
  const work = FORMS[form.dataset.form]
  if (work) attempt(form, () => work(form, new FormData(form)))
})

let typing
function applyFilter() {
  const entries = [...new FormData(byId('filter'))].filter(
    ([name, value]) => value && !(name === 'show' && value === 'open'),
  )
  const query = new window.URLSearchParams(entries).toString()
  window.history.replaceState(null, '', query ? `/?${query}` : '/')
  refreshMain().catch((error) => say(error.message))
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

window.addEventListener('popstate', () => refreshMain())

/** Hints come fast during a burst: one refresh per 120 ms is plenty. */
function soon(work) {
  let timer
  let latest
  return (event) => {
    latest = event.data
    timer ??= setTimeout(() => {
      timer = undefined
      work(latest).catch((error) => say(error.message))
    }, 120)
  }
}

const events = new EventSource('/control/events')
events.addEventListener(
  'orders',
  soon(async (id) => Promise.all([refreshMain(id), refreshSheet()])),
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
    Promise.all([refreshMain(), refreshDeliveries(), refreshFaults()])
  setLive(true)
})
function setLive(on) {
  byId('live').dataset.state = on ? 'on' : 'off'
  byId('live').textContent = on ? 'Live' : 'Reconnecting'
}
