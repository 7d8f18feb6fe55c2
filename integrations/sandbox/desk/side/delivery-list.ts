/** What the systems tell the portal: the webhooks of all, newest first, and what became of each. */
import { z } from 'zod'
import { SOURCES, type Source } from '#workflows/contracts/sources.ts'
import type { Systems } from '../../systems.ts'
import { icon, type Markup, markup } from '../markup.ts'
import { sendButton } from '../send.ts'
import { clockWords, type Said } from '../words.ts'

const SHOWN = 16

export const SYSTEM_WORDS: Readonly<Record<Source, string>> = {
  orders: 'Orders',
  stripe: 'Stripe',
  hubspot: 'HubSpot',
}

/** A delivery as it looks the same for every system. */
interface Sent {
  source: Source
  key: string
  type: string
  /** What it is about. */
  about: string
  state: 'waiting' | 'delivered' | 'failed' | 'dropped'
  attempts: number
  status: number | null
  error: string | null
  tookMs: number | null
  createdAt: number
  again: { call: string; body?: object }
}

export type Told = Pick<Systems, 'deliveries' | 'stripe' | 'hubspot'>

const ofOrders = ({ deliveries }: Told): Sent[] =>
  deliveries.list(SHOWN).map((delivery) => ({
    ...delivery,
    source: 'orders',
    key: delivery.id,
    about: `${delivery.number} v${String(delivery.version)}`,
    again: { call: `POST /deliveries/${delivery.id}/resend` },
  }))

const stripeBody = z.object({
  data: z.object({
    object: z.object({ number: z.string().nullish(), name: z.string().nullish() }),
  }),
})

const ofStripe = ({ stripe }: Told): Sent[] =>
  stripe.deliveries.list(SHOWN).map((dispatch) => {
    const { number, name } = stripeBody.parse(JSON.parse(dispatch.body)).data.object
    return {
      ...dispatch,
      source: 'stripe',
      key: dispatch.id,
      about: number ?? name ?? '',
      tookMs: null,
      again: { call: `POST /stripe/deliveries/${dispatch.id}/resend` },
    }
  })

const hubspotBody = z.object({
  propertyName: z.string().optional(),
  objectId: z.number().optional(),
})

const ofHubspot = ({ hubspot }: Told): Sent[] =>
  hubspot.deliveries.list(SHOWN).map((event) => {
    const { propertyName, objectId } = hubspotBody.parse(JSON.parse(event.body))
    return {
      ...event,
      source: 'hubspot',
      key: `hubspot-${String(event.seq)}`,
      about: propertyName ?? (objectId === undefined ? '' : String(objectId)),
      tookMs: null,
      again: { call: 'POST /hubspot/deliveries/resend', body: { seq: event.seq } },
    }
  })

function saidOf({ state, status, tookMs, attempts, error }: Sent): Said {
  switch (state) {
    case 'delivered': {
      const answered = String(status ?? 'Delivered')
      const word = tookMs === null ? `${answered}, taken` : `${answered} in ${String(tookMs)} ms`
      return { word, icon: 'circle-check', tone: 'ok' }
    }
    case 'waiting':
      return attempts === 0
        ? { word: 'Sending', icon: 'refresh', tone: 'info' }
        : {
            word: `Try ${String(attempts + 1)} soon, ${error ?? ''}`,
            icon: 'refresh',
            tone: 'warn',
          }
    case 'dropped':
      return { word: 'Lost on purpose', icon: 'unlink', tone: 'warn' }
    case 'failed':
      return { word: `Given up, ${error ?? ''}`, icon: 'circle-x', tone: 'bad' }
  }
}

export function deliveryList(told: Told): Markup {
  const all = [...ofOrders(told), ...ofStripe(told), ...ofHubspot(told)]
  const list = all.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, SHOWN)
  if (list.length === 0) {
    return markup`${targets(told)}<p class="empty small">Nothing sent yet. Change something, and its webhook appears here.</p>`
  }
  return markup`${targets(told)}<ul class="rows deliveries">${list.map(deliveryRow)}</ul>`
}

/** Whom each system tells; a system that tells nobody is named. */
function targets({ deliveries, stripe, hubspot }: Told): Markup {
  const urls: Readonly<Record<Source, string | undefined>> = {
    orders: deliveries.target()?.url,
    stripe: stripe.deliveries.endpoint()?.url,
    hubspot: hubspot.deliveries.endpoint()?.url,
  }
  const hosts = new Set(Object.values(urls).flatMap((url) => (url ? [new URL(url).host] : [])))
  const silent = SOURCES.filter((source) => urls[source] === undefined)
  const names = silent.map((source) => SYSTEM_WORDS[source]).join(', ')
  return markup`${hosts.size > 0 && markup`<p class="meta clip">To ${[...hosts].join(', ')}, signed</p>`}
    ${silent.length > 0 && markup`<p class="note" data-tone="warn">${icon('unlink')}<span>No webhook is registered for ${names}, so nobody is told. The portal finds changes when it polls.</span></p>`}`
}

function deliveryRow(sent: Sent): Markup {
  const said = saidOf(sent)
  const { source, key, type, about } = sent
  const again =
    sent.state !== 'waiting' &&
    sendButton({
      ...sent.again,
      said: 'It is sent once more.',
      label: '',
      icon: 'refresh',
      look: 'icon plain',
      key: `again-${key}`,
      title: `Send ${type} again`,
    })
  return markup`<li data-row="${key}"><span class="grow"><span class="line"><span class="source">${SYSTEM_WORDS[source]}</span>
      <span class="mono">${type}</span> <span class="meta">${about}</span></span>
    <span class="state small" data-tone="${said.tone}">${icon(said.icon)}${said.word}</span></span>
    <time class="meta">${clockWords(sent.createdAt)}</time>
    ${again}</li>`
}
