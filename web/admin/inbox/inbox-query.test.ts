import { expect, test } from 'vitest'
import { newId, type ConnectionId, type InboxId } from '#workflows/contracts/ids.ts'
import { inboxPath, isFiltered, NO_FILTER, readInboxQuery } from './inbox-query.ts'

const read = (search: string) => readInboxQuery(new URLSearchParams(search))

test('a state of the list survives its URL', () => {
  const query = {
    ...NO_FILTER,
    connectionId: newId<ConnectionId>(),
    outcome: 'unmapped' as const,
    received: 'day' as const,
    customer: 'C-9 & co',
    q: 'ord_1',
    before: newId<InboxId>(),
  }
  expect(read(inboxPath(query, { before: query.before }).split('?')[1] ?? '')).toEqual(query)
})

test('what cannot be read is no filter', () => {
  expect(read('connection=x&tenant=1&outcome=lost&kind=moon&received=ever&before=y&q=%20')).toEqual(
    NO_FILTER,
  )
})

test('a change of a filter starts again with the newest', () => {
  const query = { ...NO_FILTER, before: newId<InboxId>() }
  expect(inboxPath(query, { outcome: 'stale' })).toBe('/admin/inbox?outcome=stale')
  expect(isFiltered(query)).toBe(false)
  expect(isFiltered({ ...query, q: 'a' })).toBe(true)
})
