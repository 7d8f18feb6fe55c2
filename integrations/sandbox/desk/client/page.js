/** What every part of the desk's behaviour stands on: finding, saying, and swapping in what the server renders. */
export const byId = (id) => document.getElementById(id)

let saidTimer

/** One sentence at the bottom, read out politely. */
export function say(text) {
  clearTimeout(saidTimer)
  byId('said').textContent = text
  saidTimer = setTimeout(() => (byId('said').textContent = ''), 4000)
}

export const complain = (error) => say(error.message)

export const keyed = (element, key) =>
  [...element.querySelectorAll('[data-key]')].find((one) => one.dataset.key === key)

/** Swaps content without losing the place: focus returns to the control with the same key. */
export function swap(element, html) {
  const held = document.activeElement?.closest('[data-key]')?.dataset.key
  const inside = element.contains(document.activeElement)
  element.innerHTML = html
  if (!inside || !held) return
  const again = keyed(element, held) ?? element.querySelector('h2[tabindex]') ?? byId('main')
  again.focus({ preventScroll: true })
}

export async function fetchPart(path) {
  const response = await fetch(`/desk/${path}`)
  if (response.ok) return response.text()
  const answer = await response.json()
  throw new Error(answer.error.message)
}

/** Runs an action once at a time per control and tells what went wrong. */
export async function attempt(element, work) {
  if (element.getAttribute('aria-busy') === 'true') return
  element.setAttribute('aria-busy', 'true')
  try {
    await work()
  } catch (error) {
    complain(error)
  } finally {
    element.removeAttribute('aria-busy')
  }
}
