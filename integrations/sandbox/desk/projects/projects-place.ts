/** The projects of the order system on the desk: the list, and one of them with everything the desk can do to it. */
import { z } from 'zod'
import type {
  WireMilestone,
  WireProject,
  WireProjectStatus,
} from '../../../orders/project-schema.ts'
import { CUSTOMERS } from '../../demo/customers.ts'
import type { ProjectAction } from '../../orders/projects/project-actions.ts'
import type { Store } from '../../store.ts'
import { icon, type Markup, markup } from '../markup.ts'
import {
  boxButton,
  fact,
  filter,
  head,
  hrefOf,
  nothing,
  type Place,
  type Query,
  sheetHead,
} from '../place.ts'
import { box, choice, field, type SendButton, sendButton, sendForm } from '../send.ts'
import { dayWords, type Said, timeWords } from '../words.ts'

const SHOWN = {
  open: { label: 'Under way', statuses: ['planned', 'running', 'paused'] },
  finished: { label: 'Finished', statuses: ['finished'] },
  all: { label: 'All projects', statuses: [] },
} as const

const viewQuery = z.object({
  q: z.string().trim().max(200).catch(''),
  show: z.enum(['open', 'finished', 'all']).catch('open'),
})

/** Rows on the page; more is what the search is for. */
const MAX_ROWS = 60

const STATUS_WORDS: Readonly<Record<WireProjectStatus, Said>> = {
  planned: { word: 'Planned', icon: 'inbox', tone: 'idle' },
  running: { word: 'Under way', icon: 'factory', tone: 'info' },
  paused: { word: 'On hold', icon: 'circle-x', tone: 'warn' },
  finished: { word: 'Finished', icon: 'circle-check', tone: 'ok' },
  cancelled: { word: 'Cancelled', icon: 'circle-x', tone: 'idle' },
}

export function createProjectsPlace(store: Store): Place {
  return {
    path: '/projects',
    label: 'Projects',
    icon: 'factory',
    about: 'the operator’s order system',
    topic: 'projects',
    main: (query) => main(store, query),
    sheets: {
      projects(id) {
        const project = store.projects.find(id)
        return project && projectSheet(project)
      },
    },
    boxes: { 'new-project': newProjectBox },
  }
}

function main(store: Store, query: Query): Markup {
  const { q, show } = viewQuery.parse(query)
  const options = Object.entries(SHOWN).map(([id, { label }]) => ({ id, label }))
  const { statuses } = SHOWN[show]
  const projects = store.projects.search({ q, statuses, limit: MAX_ROWS })
  const none = 'Nothing here. Set a project up to see it arrive in the portal.'
  return markup`${head({
    title: 'Projects',
    text: 'What you do here reaches the portal as a signed webhook.',
    action: boxButton('new-project', 'Set up project'),
  })}
    ${filter({
      hidden: {},
      q,
      label: 'Search projects',
      hint: 'Number or title',
      show: { chosen: show, options },
    })}
    <div id="rows">${
      projects.length === 0
        ? nothing(q, { clear: hrefOf('/projects', { show }), none })
        : markup`<ul class="rows orders">${projects.map(row)}</ul>`
    }</div>`
}

const isAhead = ({ status }: WireMilestone): boolean => status === 'open' || status === 'started'

const finishOf = (project: WireProject): Omit<SendButton, 'key'> | null =>
  project.deleted_at === null && project.milestones.some(isAhead)
    ? {
        call: callOf(project, 'finish'),
        label: 'Finish milestone',
        icon: 'check',
        said: '{project.number} is {project.status}.',
      }
    : null

const callOf = (project: WireProject, action: ProjectAction): string =>
  `POST /projects/${project.id}/${action}`

function row(project: WireProject): Markup {
  const said = STATUS_WORDS[project.status]
  const next = finishOf(project)
  const done = project.milestones.filter(({ status }) => status === 'done').length
  return markup`<li data-row="${project.id}">
    <span class="what"><button class="open clip" type="button" data-open="${project.id}" data-sheet="projects" data-key="open-${project.id}">${project.title}</button>
      <span class="meta clip">${project.number} <span class="soft">${project.customer.name}</span></span></span>
    <span class="stage"><span class="state" data-tone="${said.tone}">${icon(said.icon)}${said.word}</span></span>
    <span class="when">${project.due_on !== null && dayWords(project.due_on)}
      <span class="meta">${done} of ${project.milestones.length}</span></span>
    ${
      next
        ? sendButton({ ...next, look: 'next', key: `next-${project.id}`, about: project.number })
        : markup`<span class="next"></span>`
    }</li>`
}

function projectSheet(project: WireProject): Markup {
  const said = STATUS_WORDS[project.status]
  return markup`${sheetHead({ over: `${project.number}, version ${String(project.version)}`, title: project.title })}
    <div class="sheet-body">
      <p class="line"><span class="state" data-tone="${said.tone}">${icon(said.icon)}${said.word}</span></p>
      ${project.deleted_at === null && actions(project)}
      <dl class="facts">
        ${fact('Customer', project.customer.name)}
        ${fact('Due', project.due_on === null ? null : dayWords(project.due_on))}
        ${fact('Managed by', project.manager?.name ?? null)}
        ${fact('Customer’s person in charge', project.customer_contact?.name ?? null)}</dl>
      ${milestones(project)}
      ${moves(project)}
    </div>`
}

function actions(project: WireProject): Markup {
  const next = finishOf(project)
  const button = (action: ProjectAction, rest: Omit<SendButton, 'call' | 'key'>) =>
    sendButton({ ...rest, call: callOf(project, action), key: `sheet-${action}` })
  const waits = project.deliverables.some(({ status }) => status === 'delivered')
  const rest = project.deliverables.some(({ status }) => status !== 'approved')
  return markup`<div class="actions">
      ${next && sendButton({ ...next, look: 'primary', key: 'sheet-next' })}
      ${rest && button('deliver', { label: 'Deliver a version', icon: 'package', said: 'A version of {project.number} is handed over.' })}
      ${waits && button('approve', { label: 'Approve', icon: 'check', said: 'A version of {project.number} is approved.' })}
      ${waits && button('ask', { label: 'Ask for changes', icon: 'note', said: 'Changes to {project.number} are asked for.' })}
    </div>
    ${
      next &&
      sendForm({
        call: callOf(project, 'move'),
        said: 'The next milestone of {project.number} is moved.',
        fields: markup`${field({ name: 'days', label: 'Move milestone by days', value: '7', type: 'number', min: -60, max: 365, look: 'days', required: true })}
          ${field({ name: 'reason', label: 'Reason, shown to the customer', hint: 'Supplier is late' })}`,
        button: markup`<button class="btn" data-key="sheet-move">${icon('calendar')}Move</button>`,
      })
    }
    <div class="actions quiet">
      ${button('delete', { label: 'Delete project', look: 'plain danger', said: '{project.number} is deleted.', closes: true, sure: `Delete ${project.number}? It disappears from the customer’s portal.` })}
    </div>`
}

function milestones(project: WireProject): Markup {
  const rows = project.milestones.map((milestone) => {
    const own = project.deliverables.filter((each) => each.milestone_id === milestone.id)
    const words = own.map(({ title, version, status }) =>
      [title, version === null ? '' : `v${String(version)}`, status.replaceAll('_', ' ')].join(' '),
    )
    return markup`<li><span class="grow">${milestone.title}<br><span class="meta">${words.join(', ')}</span></span>
      <span class="meta">${milestone.status}${milestone.due_on !== null && `, ${dayWords(milestone.due_on)}`}</span></li>`
  })
  return markup`<section class="section"><h3>Milestones</h3><ul class="rows">${rows}</ul></section>`
}

function moves(project: WireProject): Markup | null {
  if (project.due_date_history.length === 0) return null
  const entries = project.due_date_history.toReversed().map(
    ({ from, to, reason, at }) =>
      markup`<li>${icon('calendar')}<span class="grow">${from ?? 'open'} to ${to ?? 'open'}${reason !== null && markup`<br><span class="meta">${reason}</span>`}</span>
      <time class="meta" datetime="${at}">${timeWords(at)}</time></li>`,
  )
  return markup`<section class="section"><h3>Moved dates</h3><ol class="timeline">${entries}</ol></section>`
}

function newProjectBox(): Markup {
  const options = CUSTOMERS.map(({ id, name }) => ({ id, label: name }))
  return box({
    call: 'POST /projects',
    said: '{project.number} is set up for {project.customer.name}.',
    title: 'Set up a project',
    text: 'The plan is the one this customer usually follows.',
    fields: markup`${choice({ name: 'customer', label: 'Customer', chosen: '', options })}
      ${field({ name: 'title', label: 'Title', hint: 'CIP retrofit, filler line 3' })}`,
    button: 'Set up project',
  })
}
