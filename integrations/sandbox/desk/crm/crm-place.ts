/** HubSpot on the desk: companies and their people, one of each, and new ones. */
import { z } from 'zod'
import type { HubspotStore } from '../../hubspot/store.ts'
import { icon, type Markup, markup } from '../markup.ts'
import { boxButton, filter, head, type Place, type Query } from '../place.ts'
import { box, choice, field } from '../send.ts'
import { companySheet } from './company-sheet.ts'
import { companyOptions, contactFields, contactSheet } from './contact-sheet.ts'
import { crmList, crmTabs, type View } from './crm-list.ts'

const viewQuery = z.object({
  q: z.string().trim().max(200).catch(''),
  show: z.enum(['companies', 'contacts', 'bin']).catch('companies'),
})
const contactQuery = z.object({ company: z.string().max(20).catch('') })

export function createCrmPlace(store: HubspotStore): Place {
  return {
    path: '/crm',
    label: 'CRM',
    icon: 'building-2',
    about: 'the operator’s HubSpot',
    topic: 'hubspot',
    main: (query) => main(store, viewQuery.parse(query)),
    sheets: {
      companies(id) {
        const company = store.find('company', id)
        return company && companySheet(store, company)
      },
      contacts(id) {
        const contact = store.find('contact', id)
        return contact && contactSheet(store, contact)
      },
    },
    boxes: { 'new-company': newCompany, 'new-contact': (query) => newContact(store, query) },
  }
}

const ABOUT: Readonly<Record<View['show'], string>> = {
  companies: 'Customers as sales knows them. Rename one and watch the portal.',
  contacts: 'The people of those companies.',
  bin: 'Deleted, and gone from the portal. What is brought back appears there again.',
}

function main(store: HubspotStore, view: View): Markup {
  const { q, show } = view
  const action = markup`<div class="actions"><button class="btn" type="button" data-box="new-contact" data-key="box-new-contact">${icon('user-plus')}Add contact</button>
    ${boxButton('new-company', 'Add company')}</div>`
  return markup`${head({ title: 'Companies and contacts', text: ABOUT[show], action })}
    ${crmTabs(store, view)}
    ${filter({
      hidden: { show: show === 'companies' ? '' : show },
      q,
      label: 'Search the CRM',
      hint: 'Name, place, e-mail or phone',
    })}
    <div id="rows">${crmList(store, view)}</div>`
}

const newCompany = (): Markup =>
  box({
    call: 'POST /hubspot/companies',
    said: '{object.properties.name} is in the CRM.',
    title: 'Add a company',
    text: 'Nobody in the portal sees it before the console links it to a tenant.',
    fields: markup`${field({ name: 'properties.name', label: 'Name', hint: 'Aldgate Mills', required: true })}
      <div class="pair">${field({ name: 'properties.phone', label: 'Phone', type: 'tel' })}
      ${field({ name: 'properties.domain', label: 'Domain', hint: 'aldgate.example' })}</div>
      ${field({ name: 'properties.address', label: 'Street' })}
      <div class="pair">${field({ name: 'properties.zip', label: 'Postal code' })}
      ${field({ name: 'properties.city', label: 'City' })}</div>
      ${field({ name: 'properties.country', label: 'Country' })}`,
    button: 'Add company',
  })

function newContact(store: HubspotStore, query: Query): Markup {
  const { company } = contactQuery.parse(query)
  return box({
    call: 'POST /hubspot/contacts',
    said: '{object.properties.firstname} {object.properties.lastname} is in the CRM.',
    title: 'Add a contact',
    text: 'It shows wherever its company is linked.',
    fields: markup`${choice({ name: 'company', label: 'Works for', chosen: company, options: companyOptions(store) })}
      ${contactFields({})}`,
    button: 'Add contact',
  })
}
