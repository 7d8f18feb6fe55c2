import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedEvent, ParseResult } from '../kit/connector.ts'
import { hubspot } from './index.ts'
import { jsonItems } from './json-items.ts'

const AT = 1_795_255_200_123

const eventWith = (changes: Record<string, unknown>) => ({
  eventId: 3_816_279_340,
  subscriptionId: 2_900_001,
  portalId: 48_100_072,
  appId: 1_733_110,
  occurredAt: AT,
  subscriptionType: 'company.propertyChange',
  attemptNumber: 0,
  objectId: 18_420_011_002,
  propertyName: 'name',
  propertyValue: 'Vellmar Dairy AG',
  changeSource: 'CRM_UI',
  ...changes,
})

function parse(body: string | Buffer): ParseResult[] {
  return hubspot.parse({
    rawBody: Buffer.from(body),
    headers: {},
    url: 'https://portal.example/webhooks/hubspot/1',
    method: 'POST',
    receivedAt: new Date(),
  })
}

function eventsOf(...changes: Record<string, unknown>[]): ParsedEvent[] {
  return parse(JSON.stringify(changes.map(eventWith))).map((result) => {
    if (result.type !== 'event') throw new Error(`It was taken as ${result.type}.`)
    return result.event
  })
}

const contact = (action: string, more = {}) => ({
  subscriptionType: `contact.${action}`,
  objectId: 501,
  ...more,
})

describe('a batch of HubSpot events', () => {
  it('becomes one row each, with the body digit for digit as it was signed', () => {
    const first = '{ "eventId": 1, "subscriptionId":2,"portalId":3,"occurredAt":1795255200123,'
    const text = `${first}"subscriptionType":"company.creation","objectId":4,"weight":1.10,"x":"a,]}\\""}`
    const results = parse(`[ ${text} ,\n ${JSON.stringify(eventWith(contact('creation')))} ]`)
    expect(results).toHaveLength(2)
    expect(results[0]).toEqual({
      type: 'event',
      event: {
        eventKey: '3:2:1:4:1795255200123',
        eventType: 'company.creation',
        kind: 'company',
        externalId: '4',
        externalCustomerId: '4',
        version: AT,
        occurredAt: '2026-11-21T10:00:00.123Z',
        body: text,
      },
    })
    expect(results[1]).toMatchObject({ event: { kind: 'contact', externalCustomerId: null } })
  })

  it('keeps its good events when others are bad, and says what is wrong with those', () => {
    const items = [eventWith({}), { eventId: 'x' }, null, 7, eventWith({ objectId: undefined })]
    const results = parse(JSON.stringify([...items, eventWith({ eventId: 5 })]))
    expect(results.map(({ type }) => type)).toEqual([
      'event',
      'broken',
      'broken',
      'broken',
      'broken',
      'event',
    ])
    expect(results[1]).toMatchObject({ body: '{"eventId":"x"}' })
    expect(results[4]).toMatchObject({ reason: expect.stringContaining('which object') as string })
  })

  it('of a hundred is read whole', () => {
    const all = Array.from({ length: 100 }, (_, eventId) => ({ eventId }))
    expect(new Set(eventsOf(...all).map((event) => event.eventKey)).size).toBe(100)
  })

  it('tells events apart that share an id, and recognises one that is sent again', () => {
    const base = { eventId: 100, occurredAt: AT }
    const events = eventsOf(
      { ...base, attemptNumber: 0 },
      { ...base, attemptNumber: 3 },
      { ...base, objectId: 9 },
      { ...base, subscriptionId: 8 },
      { ...base, portalId: 7 },
      { ...base, occurredAt: AT + 1 },
    )
    const keys = events.map((event) => event.eventKey)
    expect(keys[0]).toBe(keys[1])
    expect(new Set(keys).size).toBe(5)
  })

  it('is kept apart where it is about something else of the portal', () => {
    const types = ['deal.creation', 'ticket.deletion', 'conversation.newMessage', 'contact.flyBy']
    const results = parse(JSON.stringify(types.map((t) => eventWith({ subscriptionType: t }))))
    expect(results.map((result) => result.type)).toEqual(types.map(() => 'unknown_type'))
  })

  it.each([
    ['', /empty/],
    ['[{"eventId":1', /not JSON: look at character 13/],
    ['{"eventId":1}', /no batch/],
    ['null', /no batch/],
  ])('that reads %j is set aside with a reason', (body, reason) => {
    const [result] = parse(body)
    expect(result?.type === 'broken' && result.reason).toMatch(reason)
  })

  it('may be empty', () => {
    expect(parse('[]')).toEqual([])
  })

  it('that is no UTF-8 is kept in a form a text column can hold', () => {
    const [result] = parse(Buffer.from([0x5b, 0xff, 0x00, 0x5d]))
    expect(result).toMatchObject({ type: 'broken', body: '[\ufffd\ufffd]' })
  })

  it('never makes the parser throw', () => {
    const item = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...KEYS), fc.jsonValue()))
    fc.assert(
      fc.property(fc.array(item), (items) => {
        for (const result of parse(JSON.stringify(items))) {
          expect(['broken', 'unknown_type', 'event']).toContain(result.type)
        }
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        for (const result of parse(Buffer.from(bytes))) expect(result.type).toBe('broken')
      }),
    )
  })
})

const KEYS = [...Object.keys(eventWith({})), 'mergedObjectIds', 'fromObjectId', 'toObjectId']

describe('what an event means', () => {
  const meant = (changes: Record<string, unknown>) =>
    eventsOf(changes).map((event) => hubspot.toChange(event.body))

  it.each(['creation', 'propertyChange', 'restore'])('%s: fetch the object', (action) => {
    const fetch = { type: 'fetch', kind: 'contact', externalId: '501' }
    expect(meant(contact(action))).toEqual([fetch])
    const generic = { subscriptionType: `object.${action}`, objectTypeId: '0-1', objectId: 501 }
    expect(meant(generic)).toEqual([fetch])
  })

  it.each([
    ['deletion', {}],
    ['privacyDeletion', { isErasure: true }],
  ])('%s: it is gone since then', (action, more) => {
    expect(meant(contact(action))).toEqual([
      {
        type: 'change',
        change: {
          kind: 'contact',
          type: 'delete',
          externalId: '501',
          version: AT,
          externalCustomerId: null,
          changedAt: '2026-11-21T10:00:00.123Z',
          ...more,
        },
      },
    ])
  })

  it('deletion of a company says whose it was: its own', () => {
    expect(meant({ subscriptionType: 'company.deletion', objectId: 7 })).toMatchObject([
      { change: { kind: 'company', externalId: '7', externalCustomerId: '7' } },
    ])
  })

  it('merge: fetch the winner, the others are gone', () => {
    const merge = { objectId: 501, primaryObjectId: 501, mergedObjectIds: [502, 503] }
    expect(meant(contact('merge', merge))).toMatchObject([
      { type: 'fetch', externalId: '501' },
      { type: 'change', change: { type: 'delete', externalId: '502', version: AT } },
      { type: 'change', change: { type: 'delete', externalId: '503', version: AT } },
    ])
    const keys = eventsOf(contact('merge', merge)).map((event) => event.eventKey)
    expect(new Set(keys).size).toBe(3)
  })

  it('merge into a new object: both former ones are gone', () => {
    const merge = { objectId: undefined, primaryObjectId: 501, mergedObjectIds: [502] }
    expect(meant(contact('merge', { ...merge, newObjectId: 600 }))).toMatchObject([
      { type: 'fetch', externalId: '600' },
      { change: { type: 'delete', externalId: '501' } },
      { change: { type: 'delete', externalId: '502' } },
    ])
  })

  it('association change between contact and company, either way round: fetch the contact', () => {
    const change = (more: Record<string, unknown>) =>
      meant({
        subscriptionType: 'contact.associationChange',
        objectId: undefined,
        fromObjectId: 501,
        toObjectId: 77,
        ...more,
      })
    const ofContact = (externalId: string) => [{ type: 'fetch', kind: 'contact', externalId }]
    expect(change({ associationType: 'CONTACT_TO_COMPANY' })).toEqual(ofContact('501'))
    expect(change({ associationType: 'COMPANY_TO_CONTACT' })).toEqual(ofContact('77'))
    const generic = { subscriptionType: 'object.associationChange', associationType: undefined }
    const types = { fromObjectTypeId: '0-2', toObjectTypeId: '0-1' }
    expect(change({ ...generic, ...types })).toEqual(ofContact('77'))
  })

  it('an association with anything else is none of ours', () => {
    const other = { subscriptionType: 'contact.associationChange', fromObjectId: 5, toObjectId: 6 }
    const text = JSON.stringify([eventWith({ ...other, associationType: 'CONTACT_TO_DEAL' })])
    expect(parse(text)).toMatchObject([{ type: 'unknown_type' }])
    expect(hubspot.toChange(JSON.parse(text.slice(1, -1)))).toMatchObject({ type: 'invalid' })
  })

  it('an unusable body says why', () => {
    expect(hubspot.toChange('{')).toMatchObject({ type: 'invalid' })
    expect(hubspot.toChange({ merged: '1', event: {} })).toMatchObject({ type: 'invalid' })
  })
})

describe('jsonItems', () => {
  it('cuts any array into the texts of its items', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 1, 2), (items, indent) => {
        const texts = jsonItems(JSON.stringify(items, null, indent))
        expect(texts.map((text): unknown => JSON.parse(text))).toEqual(
          JSON.parse(JSON.stringify(items)),
        )
      }),
    )
  })
})
