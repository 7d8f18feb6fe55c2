/** Mails and SMS that were sent to anybody, newest first: nothing leaves this machine, everything can be read. */
import { z } from 'zod'
import type { Outbox, OutboxItem } from '../../messaging/outbox.ts'
import { icon, type Markup, markup } from '../markup.ts'
import {
  fact,
  filter,
  head,
  hrefOf,
  nothing,
  type Place,
  sheetHead,
  type Tab,
  tabs,
} from '../place.ts'
import { sendButton } from '../send.ts'
import { timeWords } from '../words.ts'

const viewQuery = z.object({
  q: z.string().trim().max(200).catch(''),
  show: z.enum(['all', 'email', 'sms']).catch('all'),
})
type View = z.infer<typeof viewQuery>

/** Rows on the page; more is what the search is for. */
const MAX_ROWS = 60
/** All that the outbox keeps. */
const REACH = 2_000

export function createOutboxPlace(outbox: Outbox): Place {
  return {
    path: '/outbox',
    label: 'Outbox',
    icon: 'mail',
    about: 'mails and SMS the portal sent',
    topic: 'outbox',
    main: (query) => main(outbox, viewQuery.parse(query)),
    sheets: {
      messages(id) {
        const message = outbox.find(Number(id))
        return message && messageSheet(message)
      },
    },
    boxes: {},
  }
}

const addressOf = ({ q, show }: View): string =>
  hrefOf('/outbox', { q, show: show === 'all' ? '' : show })

const channelOf = (show: View['show']) => (show === 'all' ? undefined : show)

function main(outbox: Outbox, view: View): Markup {
  const count = (show: View['show']) =>
    outbox.list({ channel: channelOf(show), limit: REACH }).length
  const tab = (show: View['show'], label: string): Tab => ({
    href: addressOf({ ...view, show }),
    label,
    count: count(show),
    current: show === view.show,
  })
  const empty = sendButton({
    call: 'DELETE /outbox',
    said: 'The outbox is empty.',
    label: 'Empty the outbox',
    icon: 'trash',
    sure: 'Throw all messages away?',
    key: 'empty-outbox',
  })
  return markup`${head({
    title: 'Outbox',
    text: 'What went to people by mail and SMS. It ends here; nobody is bothered.',
    action: count('all') > 0 ? empty : null,
  })}
    ${tabs('Channels', [tab('all', 'All messages'), tab('email', 'Mail'), tab('sms', 'SMS')])}
    ${filter({
      hidden: { show: view.show === 'all' ? '' : view.show },
      q: view.q,
      label: 'Search messages',
      hint: 'Subject, recipient or text',
    })}
    <div id="rows">${messageList(outbox, view)}</div>`
}

const subjectOf = (message: OutboxItem): string =>
  message.channel === 'email' ? message.subject || 'No subject' : message.text

function messageList(outbox: Outbox, view: View): Markup {
  const q = view.q.toLowerCase()
  const found = outbox
    .list({ channel: channelOf(view.show), limit: REACH })
    .filter((message) =>
      [...message.to, message.from, subjectOf(message), message.text]
        .join(' ')
        .toLowerCase()
        .includes(q),
    )
  if (found.length === 0) {
    const none =
      'Nothing was sent yet. Break a connection for long enough, and the operator is told.'
    return nothing(view.q, { clear: addressOf({ ...view, q: '' }), none })
  }
  const rows = found.slice(0, MAX_ROWS).map(messageRow)
  const more =
    found.length > MAX_ROWS &&
    markup`<p class="meta more">The ${MAX_ROWS} latest are shown; search for others.</p>`
  return markup`<ul class="rows orders messages">${rows}</ul>${more}`
}

function messageRow(message: OutboxItem): Markup {
  const { id, channel, to, text, at } = message
  const preview =
    channel === 'email' ? text.replace(/\s+/g, ' ').slice(0, 160) : `from ${message.from}`
  return markup`<li data-row="${id}">
    <span class="what"><span class="line tight">${icon(channel === 'email' ? 'mail' : 'message-square')}
      <button class="open clip" type="button" data-open="${id}" data-sheet="messages" data-key="open-${id}">${subjectOf(message)}</button></span>
      <span class="meta clip">${preview}</span></span>
    <span class="second clip soft">${to.join(', ')}</span>
    <span class="when"><time class="meta" datetime="${at}">${timeWords(at)}</time></span></li>`
}

function messageSheet(message: OutboxItem): Markup {
  const { channel, at, from, to, text } = message
  const title = channel === 'email' ? message.subject || 'No subject' : 'SMS'
  const attached =
    channel === 'email'
      ? message.attachments.map(({ name, type }) => name ?? type).join(', ')
      : null
  return markup`${sheetHead({ over: `${channel === 'email' ? 'Mail' : 'SMS'}, ${timeWords(at)}`, title })}
    <div class="sheet-body">
      <dl class="facts">${fact('To', to.join(', '))}${fact('From', from)}${fact('Attached', attached)}
        ${fact('Message id', channel === 'email' ? message.messageId : message.sid)}</dl>
      <div class="letter">${text}</div>
    </div>`
}
