/** One contact with everything the desk can do to it. */
import type { CrmObject } from '../../hubspot/objects.ts'
import type { HubspotStore } from '../../hubspot/store.ts'
import { icon, type Markup, markup } from '../markup.ts'
import { sheetHead } from '../place.ts'
import { choice, field, sendButton, sendForm } from '../send.ts'
import { changedWords } from '../words.ts'
import { nameOf } from './crm-words.ts'

const MAX_COMPANIES = 500

const callOf = ({ id }: CrmObject, action: string): string =>
  `POST /hubspot/contacts/${id}/${action}`

export function contactSheet(store: HubspotStore, contact: CrmObject): Markup {
  const over = `Contact ${contact.id}, changed ${changedWords(contact.updatedAt)}`
  return markup`${sheetHead({ over, title: nameOf(contact) })}
    <div class="sheet-body">${contact.archivedAt === null ? living(store, contact) : binned(contact)}</div>`
}

const living = (store: HubspotStore, contact: CrmObject): Markup =>
  markup`${moveForm(store, contact)}
    <section class="section"><h3>Details</h3>${detailsForm(contact)}</section>
    <div class="actions quiet">
      ${sendButton({
        call: callOf(contact, 'delete'),
        said: `${nameOf(contact)} is in the bin.`,
        label: 'Delete contact',
        look: 'plain',
        sure: `Delete ${nameOf(contact)}? It can be brought back from the bin.`,
        key: 'sheet-delete',
        closes: true,
      })}
      ${forgetButton(contact)}</div>`

const forgetButton = (contact: CrmObject): Markup =>
  sendButton({
    call: callOf(contact, 'forget'),
    said: 'This person is erased for good.',
    label: 'Erase for good',
    look: 'plain danger',
    sure: `Erase ${nameOf(contact)} for good? Nobody can bring that back.`,
    key: 'sheet-forget',
    closes: true,
  })

export const companyOptions = (store: HubspotStore) => [
  { id: '', label: 'No company' },
  ...store
    .page('company', { after: '0', archived: false, limit: MAX_COMPANIES })
    .map((company) => ({ id: company.id, label: nameOf(company) })),
]

const moveForm = (store: HubspotStore, contact: CrmObject): Markup =>
  sendForm({
    call: callOf(contact, 'move'),
    said: `${nameOf(contact)} has moved.`,
    empty: 'null',
    fields: choice({
      name: 'company',
      label: 'Works for',
      chosen: store.companiesOf(contact.id)[0]?.company ?? '',
      options: companyOptions(store),
    }),
    button: markup`<button class="btn" data-key="sheet-move">${icon('building-2')}Move</button>`,
  })

const FIELDS = [
  ['firstname', 'First name', 'text'],
  ['lastname', 'Last name', 'text'],
  ['email', 'E-mail', 'email'],
  ['phone', 'Phone', 'tel'],
  ['jobtitle', 'Position', 'text'],
] as const

/** Also of a new contact, with nothing in them yet. */
export const contactFields = (properties: CrmObject['properties']): Markup =>
  markup`<div class="fields">${FIELDS.map(([name, label, type]) =>
    field({ name: `properties.${name}`, label, type, value: properties[name] ?? '' }),
  )}</div>`

const detailsForm = (contact: CrmObject): Markup =>
  sendForm({
    call: callOf(contact, 'change'),
    said: `${nameOf(contact)} is changed.`,
    empty: 'keep',
    look: 'stack',
    fields: contactFields(contact.properties),
    button: markup`<div class="actions end"><button class="btn primary" data-key="sheet-change">Save</button></div>`,
  })

const binned = (contact: CrmObject): Markup =>
  markup`<p class="note" data-tone="warn">${icon('trash')}<span>This contact lies in the bin.</span>
    ${sendButton({
      call: callOf(contact, 'restore'),
      said: `${nameOf(contact)} is back.`,
      label: 'Bring back',
      look: 'small',
      key: 'sheet-restore',
    })}</p><div class="actions quiet">${forgetButton(contact)}</div>`
