/** One company with its people and everything the desk can do to it. */
import type { CrmObject } from '../../hubspot/objects.ts'
import type { HubspotStore } from '../../hubspot/store.ts'
import { icon, type Markup, markup } from '../markup.ts'
import { sheetHead } from '../place.ts'
import { field, sendButton, sendForm } from '../send.ts'
import { changedWords } from '../words.ts'
import { nameOf } from './crm-words.ts'

const FIELDS = [
  ['phone', 'Phone'],
  ['domain', 'Domain'],
  ['address', 'Street'],
  ['address2', 'Street, second line'],
  ['zip', 'Postal code'],
  ['city', 'City'],
  ['state', 'State'],
  ['country', 'Country'],
] as const

export function companySheet(store: HubspotStore, company: CrmObject): Markup {
  const over = `Company ${company.id}, changed ${changedWords(company.updatedAt)}`
  return markup`${sheetHead({ over, title: nameOf(company) })}
    <div class="sheet-body">
      ${company.archivedAt === null ? living(store, company) : binned(company)}
    </div>`
}

function living(store: HubspotStore, company: CrmObject): Markup {
  return markup`${renameForm(company)}
    <section class="section"><h3>Contacts</h3>${people(store, company)}
      <p class="more"><button class="btn" type="button" data-box="new-contact?company=${company.id}" data-key="sheet-add">${icon('user-plus')}Add a contact</button></p></section>
    <section class="section"><h3>Address and phone</h3>${detailsForm(company)}</section>
    <div class="actions quiet">${sendButton({
      call: callOf(company, 'delete'),
      said: `${nameOf(company)} is in the bin.`,
      label: 'Delete company',
      look: 'plain danger',
      sure: `Delete ${nameOf(company)}? Its contacts stay, without a company.`,
      key: 'sheet-delete',
      closes: true,
    })}</div>`
}

const callOf = ({ id }: CrmObject, action: string): string =>
  `POST /hubspot/companies/${id}/${action}`

const renameForm = (company: CrmObject): Markup =>
  sendForm({
    call: callOf(company, 'rename'),
    said: 'It is {object.properties.name} now.',
    fields: field({
      name: 'name',
      label: 'Name',
      value: company.properties['name'] ?? '',
      required: true,
    }),
    button: markup`<button class="btn primary" data-key="sheet-rename">${icon('pencil')}Rename</button>`,
  })

const detailsForm = (company: CrmObject): Markup =>
  sendForm({
    call: callOf(company, 'change'),
    said: '{object.properties.name} is changed.',
    empty: 'keep',
    look: 'stack',
    fields: markup`<div class="fields">${FIELDS.map(([name, label]) =>
      field({ name: `properties.${name}`, label, value: company.properties[name] ?? '' }),
    )}</div>`,
    button: markup`<div class="actions end"><button class="btn" data-key="sheet-change">Save</button></div>`,
  })

function people(store: HubspotStore, company: CrmObject): Markup {
  const found = store
    .contactsOf(company.id)
    .flatMap(({ contact }) => store.find('contact', contact) ?? [])
  if (found.length === 0) return markup`<p class="empty small">Nobody yet.</p>`
  const rows = found.map(
    (
      contact,
    ) => markup`<li><span class="grow what"><button class="open clip" type="button" data-open="${contact.id}" data-sheet="contacts" data-key="person-${contact.id}">${nameOf(contact)}</button>
      <span class="meta clip">${contact.properties['email'] ?? ''}</span></span>
      <span class="meta">${contact.properties['jobtitle'] ?? ''}</span></li>`,
  )
  return markup`<ul class="rows">${rows}</ul>`
}

const binned = (company: CrmObject): Markup =>
  markup`<p class="note" data-tone="warn">${icon('trash')}<span>This company lies in the bin.</span>
    ${sendButton({
      call: callOf(company, 'restore'),
      said: `${nameOf(company)} is back.`,
      label: 'Bring back',
      look: 'small',
      key: 'sheet-restore',
    })}</p>`
