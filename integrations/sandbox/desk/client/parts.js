/** The parts of the page that are drawn anew: the list, the sheet beside it, boxes, and the side. */
import { byId, complain, fetchPart, keyed, say, swap } from './page.js'

const main = byId('main')
export const sheet = byId('sheet')
export const box = byId('box')
let opened = ''
let openerKey = ''

const mark = (part, row) =>
  row && part.querySelector(`[data-row="${row}"]`)?.classList.add('changed')

export async function refreshMain(marked) {
  const typed = document.activeElement?.name === 'q'
  const html = await fetchPart(`main${window.location.pathname}${window.location.search}`)
  if (typed) {
    // Only the rows: the reader is typing in the search field.
    const fresh = new window.DOMParser().parseFromString(html, 'text/html')
    swap(byId('rows'), fresh.getElementById('rows').innerHTML)
  } else swap(main, html)
  mark(main, marked)
}

export async function refreshDeliveries(marked) {
  swap(byId('deliveries'), await fetchPart('deliveries'))
  mark(byId('deliveries'), marked)
}

export const refreshFaults = async () => swap(byId('faults'), await fetchPart('faults'))

/** Somebody who writes is not disturbed; what was sent from here is drawn at once. */
export async function refreshSheet({ own = false } = {}) {
  if (!sheet.open) return
  const html = await fetchPart(`sheet/${opened}`)
  // Looked at now: somebody may have begun to write while it was fetched.
  const writing =
    sheet.contains(document.activeElement) && document.activeElement.matches('input, select')
  if (own || !writing) swap(sheet, html)
}

export async function openSheet({ dataset }) {
  const part = `${dataset.sheet}/${dataset.open}`
  const html = await fetchPart(`sheet/${part}`)
  opened = part
  if (!sheet.open) openerKey = dataset.key
  sheet.innerHTML = html
  if (!sheet.open) sheet.showModal()
  sheet.scrollTop = 0
  byId('sheet-title').focus()
}

export async function openBox({ dataset }) {
  const html = await fetchPart(`box/${dataset.box}`)
  box.innerHTML = html
  box.dataset.opener = dataset.key
  box.showModal()
}

/** The part may have been drawn anew meanwhile, so the browser cannot give the focus back by itself. */
function returnFocus(part, key) {
  const opener = keyed(part, key) ?? (sheet.open ? byId('sheet-title') : main)
  opener.focus({ preventScroll: true })
}
sheet.addEventListener('close', () => returnFocus(main, openerKey))
box.addEventListener('close', () => returnFocus(sheet.open ? sheet : main, box.dataset.opener))

/** Follows what is told; hints come fast during a burst, and one refresh per 120 ms is plenty. */
export function soon(work) {
  let timer
  let latest
  return (event) => {
    latest = event.data
    timer ??= setTimeout(() => {
      timer = undefined
      work(latest).catch(complain)
    }, 120)
  }
}

/** What the sheet showed is gone: nothing to look at any more. */
export const closeGone = (error) => {
  if (sheet.open) sheet.close()
  say(error.message)
}
