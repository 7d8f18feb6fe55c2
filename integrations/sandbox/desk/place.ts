/** What a place of the desk is, and the pieces every place is made of. */
import type { Topic } from '../changes.ts'
import { icon, type Markup, markup } from './markup.ts'

export type Query = Readonly<Record<string, unknown>>

/** One system of the operator's as the desk shows it. */
export interface Place {
  path: '/' | '/projects' | '/billing' | '/crm' | '/outbox'
  label: string
  icon: string
  /** What it is, beside the name of the desk. */
  about: string
  /** Changes that concern its list and its sheets. */
  topic: Topic
  /** The part that changes with customer, search and filter. */
  main(query: Query): Markup
  /** One thing with everything that can be done to it, by kind; null when it is gone. */
  sheets: Readonly<Record<string, (id: string) => Markup | null>>
  /** Forms for what is new, by name. */
  boxes: Readonly<Record<string, (query: Query) => Markup>>
}

export const hrefOf = (path: Place['path'], entries: Readonly<Record<string, string>>): string => {
  const given = Object.entries(entries).filter(([, value]) => value !== '')
  const query = new URLSearchParams(Object.fromEntries(given)).toString()
  return query === '' ? path : `${path}?${query}`
}

export interface Head {
  title: string
  text: string
  action: Markup | null
}

export const head = ({ title, text, action }: Head): Markup =>
  markup`<div class="head"><div><h1>${title}</h1><p>${text}</p></div>${action}</div>`

export const boxButton = (box: string, label: string): Markup =>
  markup`<button class="btn primary" type="button" data-box="${box}" data-key="box-${box}">${icon('plus')}${label}</button>`

export interface Tab {
  href: string
  label: string
  count: number
  current: boolean
}

export function tabs(label: string, items: readonly Tab[]): Markup {
  const links = items.map(
    (tab) =>
      markup`<a href="${tab.href}" data-view${tab.current && markup` aria-current="page"`}>${tab.label}
        <span>${tab.count}</span></a>`,
  )
  return markup`<nav class="tabs" aria-label="${label}">${links}</nav>`
}

export interface Filter {
  /** Kept as it is by a search. */
  hidden: Readonly<Record<string, string>>
  q: string
  label: string
  hint: string
  /** Of the choice beside the search, the first being what an address without it means. */
  show?: { chosen: string; options: readonly { id: string; label: string }[] }
}

export function filter({ hidden, q, label, hint, show }: Filter): Markup {
  const kept = Object.entries(hidden).map(
    ([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
  )
  const options = show?.options.map(
    ({ id, label: words }) =>
      markup`<option value="${id}"${id === show.chosen && markup` selected`}>${words}</option>`,
  )
  const choice =
    options &&
    markup`<label><span class="sr">Show</span><select class="input" name="show" data-usual="${show?.options[0]?.id ?? ''}" data-key="show">${options}</select></label>`
  return markup`<form class="filter" role="search" id="filter">${kept}
    <label class="input search">${icon('search')}<span class="sr">${label}</span>
      <input name="q" type="search" value="${q}" placeholder="${hint}" autocomplete="off" data-key="q"></label>
    ${choice ?? null}</form>`
}

/** Nothing matches the search, or there is nothing yet. */
export const nothing = (q: string, { clear, none }: { clear: string; none: string }): Markup =>
  q
    ? markup`<div class="empty"><p>Nothing matches “${q}”.</p>
        <a class="btn" href="${clear}" data-view>Clear the search</a></div>`
    : markup`<div class="empty"><p>${none}</p></div>`

export const fact = (name: string, value: Markup | string | null): Markup | null =>
  value === null || value === '' ? null : markup`<div><dt>${name}</dt><dd>${value}</dd></div>`

export interface SheetHead {
  over: string
  title: string
}

export const sheetHead = ({ over, title }: SheetHead): Markup => markup`<header>
    <div><p class="meta">${over}</p><h2 id="sheet-title" tabindex="-1">${title}</h2></div>
    <button class="btn icon plain" type="button" data-close aria-label="Close">${icon('x')}</button>
  </header>`
