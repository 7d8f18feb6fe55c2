/**
 * Buttons and forms that change something: the markup says which call of `/control` they make and what is said
 * when it worked, so the page's script knows no system.
 */
import { icon, type Markup, markup } from './markup.ts'

export interface Send {
  /** `POST /stripe/invoices/in_1/pay`, below `/control`. */
  call: string
  /** Said when it worked; `{order.number}` stands for a value of the answer. */
  said: string
  /** The sheet closes, since what it shows is gone. */
  closes?: boolean
}

export interface SendButton extends Send {
  label: string
  icon?: string
  /** `primary`, `plain`, `plain danger`. */
  look?: string
  body?: object
  /** Asked once more before it is done. */
  sure?: string
  key: string
  /** What it is done to, for those who hear the button without its row. */
  about?: string
  /** Names a button that shows nothing but its icon. */
  title?: string
}

export const sending = ({ call, said, closes = false }: Send): Markup =>
  markup` data-send="${call}" data-said="${said}"${closes && markup` data-closes`}`

export function sendButton(button: SendButton): Markup {
  const { look = '', body, sure, key, label, about, title } = button
  return markup`<button class="btn ${look}" type="button"${sending(button)} data-key="${key}"${
    body !== undefined && markup` data-body="${JSON.stringify(body)}"`
  }${sure !== undefined && markup` data-sure="${sure}"`}${
    about !== undefined && markup` aria-label="${label}: ${about}"`
  }${title !== undefined && markup` title="${title}" aria-label="${title}"`}>${button.icon !== undefined && icon(button.icon)}${label}</button>`
}

export interface SendForm extends Send {
  fields: Markup
  button: Markup
  /** What becomes of a field that is left empty: not sent, sent as it is, or sent as null. */
  empty?: 'skip' | 'keep' | 'null'
  look?: 'inline' | 'stack'
}

export const sendForm = (form: SendForm): Markup =>
  markup`<form class="${form.look ?? 'inline'}"${sending(form)} data-empty="${form.empty ?? 'skip'}">${form.fields}${form.button}</form>`

export interface Field {
  /** Dots make objects, numbers between them lists: `lines.0.unitAmount`. */
  name: string
  label: string
  value?: string
  hint?: string
  /** `days`, `grow`, `wide`. */
  look?: string
  /** `minor`: an amount people write in whole units, sent in minor ones. */
  type?: 'text' | 'number' | 'minor' | 'email' | 'tel'
  required?: boolean
  min?: number
  max?: number
}

export function field(given: Field): Markup {
  const { name, label, value, hint, look = 'grow', type = 'text', required = false } = given
  const attributes = [
    markup` type="${type === 'minor' ? 'number' : type}"`,
    value !== undefined && markup` value="${value}"`,
    hint !== undefined && markup` placeholder="${hint}"`,
    given.min !== undefined && markup` min="${given.min}"`,
    given.max !== undefined && markup` max="${given.max}"`,
    type === 'minor' && markup` step="0.01" data-minor`,
    required && markup` required`,
  ]
  return markup`<label class="field ${look}"><span>${label}</span><input class="input" name="${name}" maxlength="400" autocomplete="off"${attributes}></label>`
}

export interface Choice {
  name: string
  label: string
  chosen: string
  options: readonly { id: string; label: string }[]
  look?: string
}

export function choice({ name, label, chosen, options, look = 'grow' }: Choice): Markup {
  const rows = options.map(
    (option) =>
      markup`<option value="${option.id}"${option.id === chosen && markup` selected`}>${option.label}</option>`,
  )
  return markup`<label class="field ${look}"><span>${label}</span><select class="input" name="${name}">${rows}</select></label>`
}

export interface Box extends Send {
  title: string
  text: string
  fields: Markup
  button: string
}

export const box = (given: Box): Markup =>
  markup`<form${sending(given)} data-empty="skip" data-boxed>
    <h2 id="box-title" tabindex="-1">${given.title}</h2><p class="soft">${given.text}</p>${given.fields}
    <div class="actions end"><button class="btn" type="button" data-close>Not now</button>
      <button class="btn primary">${given.button}</button></div></form>`
