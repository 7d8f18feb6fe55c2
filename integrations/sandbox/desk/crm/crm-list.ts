/** Companies, contacts, and what lies in the bin, as rows. */
import { type CrmObject, type ObjectKind, PLURAL } from '../../hubspot/objects.ts'
import type { HubspotStore } from '../../hubspot/store.ts'
import { icon, type Markup, markup } from '../markup.ts'
import { hrefOf, nothing, type Tab, tabs } from '../place.ts'
import { sendButton } from '../send.ts'
import { changedWords } from '../words.ts'
import { nameOf } from './crm-words.ts'

export interface View {
  q: string
  show: 'companies' | 'contacts' | 'bin'
}

/** Rows on the page; more is what the search is for. */
const MAX_ROWS = 60
/** Among so many is searched. */
const REACH = 5_000

const addressOf = ({ q, show }: View): string =>
  hrefOf('/crm', { q, show: show === 'companies' ? '' : show })

const listOf = (store: HubspotStore, kind: ObjectKind, archived = false): CrmObject[] =>
  store.page(kind, { after: '0', archived, limit: REACH })

const shownOf = (store: HubspotStore, show: View['show']): CrmObject[] => {
  if (show === 'companies') return listOf(store, 'company')
  if (show === 'contacts') return listOf(store, 'contact')
  return [...listOf(store, 'company', true), ...listOf(store, 'contact', true)]
}

export function crmTabs(store: HubspotStore, view: View): Markup {
  const tab = (show: View['show'], label: string): Tab => ({
    href: addressOf({ ...view, show }),
    label,
    count: shownOf(store, show).length,
    current: show === view.show,
  })
  return tabs('Kinds', [
    tab('companies', 'Companies'),
    tab('contacts', 'Contacts'),
    tab('bin', 'Bin'),
  ])
}

const NONE: Readonly<Record<View['show'], string>> = {
  companies: 'No companies yet. Add one and link it in the console.',
  contacts: 'No contacts yet.',
  bin: 'The bin is empty. What is deleted waits here and can be brought back.',
}

export function crmList(store: HubspotStore, view: View): Markup {
  const q = view.q.toLowerCase()
  const found = shownOf(store, view.show).filter((object) =>
    `${Object.values(object.properties).join(' ')} ${object.id}`.toLowerCase().includes(q),
  )
  if (found.length === 0) {
    return nothing(view.q, { clear: addressOf({ ...view, q: '' }), none: NONE[view.show] })
  }
  const rows = found.slice(0, MAX_ROWS).map((object) => objectRow(store, object))
  const more =
    found.length > MAX_ROWS &&
    markup`<p class="meta more">${MAX_ROWS} of ${found.length} are shown; search for others.</p>`
  return markup`<ul class="rows orders crm">${rows}</ul>${more}`
}

function objectRow(store: HubspotStore, object: CrmObject): Markup {
  const { id, kind, properties } = object
  const [first, second] =
    kind === 'company' ? companyWords(store, object) : contactWords(store, object)
  const plural = PLURAL[kind]
  const last = object.archivedAt
    ? sendButton({
        call: `POST /hubspot/${plural}/${id}/restore`,
        said: `${nameOf(object)} is back.`,
        label: 'Bring back',
        icon: 'undo-2',
        look: 'next',
        key: `back-${id}`,
        about: nameOf(object),
      })
    : markup`<span class="when"><span class="clip">${properties['phone'] ?? ''}</span>
        <span class="meta">${changedWords(object.updatedAt)}</span></span>`
  return markup`<li data-row="${id}">
    <span class="what"><span class="line tight">${icon(kind === 'company' ? 'building-2' : 'user')}
      <button class="open clip" type="button" data-open="${id}" data-sheet="${plural}" data-key="open-${id}">${nameOf(object)}</button></span>
      <span class="meta clip">${first}</span></span>
    <span class="second clip soft">${second}</span>
    ${last}</li>`
}

function companyWords(store: HubspotStore, { id, properties }: CrmObject): [string, string] {
  const { address, zip, city, country } = properties
  const place = [address, [zip, city].filter(Boolean).join(' '), country].filter(Boolean).join(', ')
  const count = store.contactsOf(id).length
  return [place, `${String(count)} ${count === 1 ? 'contact' : 'contacts'}`]
}

function contactWords(store: HubspotStore, { id, properties }: CrmObject): [string, string] {
  const [tie] = store.companiesOf(id)
  const company = tie && store.find('company', tie.company)
  const words = [properties['jobtitle'], properties['email']].filter(Boolean).join(', ')
  return [words, company ? nameOf(company) : 'No company']
}
