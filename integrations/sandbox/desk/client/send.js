/** Calls of `/control`, as buttons and forms carry them in their attributes. */
import { box, refreshSheet, sheet } from './parts.js'
import { say } from './page.js'

export async function control(method, path, body) {
  const response = await fetch(`/control${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error.message)
  return answer
}

const valueAt = (value, path) => path.split('.').reduce((at, name) => at?.[name], value)

/** `{order.number} is placed.` with the values of the answer. */
const filled = (sentence, answer) =>
  sentence.replace(/\{([\w.]+)\}/g, (_, path) => valueAt(answer, path) ?? '').trim()

/** Does what the element says, and tells that it worked. */
export async function send({ dataset }, body) {
  const [method, path] = dataset.send.split(' ')
  const answer = await control(method, path, body)
  if ('closes' in dataset) sheet.close()
  else if ('boxed' in dataset) {
    box.close()
    await refreshSheet()
  } else await refreshSheet({ own: true })
  // Last: who hears that it is done goes on, and must not be drawn over.
  say(filled(dataset.said, answer))
}

export const bodyOf = ({ dataset }) => (dataset.body ? JSON.parse(dataset.body) : undefined)

function valueOf(input, text, empty) {
  if (text === '') return empty === 'keep' ? '' : empty === 'null' ? null : undefined
  if ('minor' in input.dataset) return Math.round(Number(text) * 100)
  return input.type === 'number' ? Number(text) : text
}

/** Dots in a name make objects; a number between them makes a list. */
function put(target, path, value) {
  const [name, ...rest] = path
  if (rest.length === 0) target[name] = value
  else put((target[name] ??= /^\d+$/.test(rest[0]) ? [] : {}), rest, value)
}

export function formBody(form) {
  const body = {}
  for (const [name, text] of new FormData(form)) {
    const value = valueOf(form.elements.namedItem(name), text.trim(), form.dataset.empty)
    if (value !== undefined) put(body, name.split('.'), value)
  }
  return body
}
