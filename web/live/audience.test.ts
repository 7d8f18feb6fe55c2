/** Which events reach whom. */
import { expect, it } from 'vitest'
import { newId, type PersonId, type RecordId, type TenantId } from '#workflows/contracts/ids.ts'
import { PRESETS } from '#workflows/contracts/permissions.ts'
import type { LiveEvent } from '#workflows/contracts/live.ts'
import { audienceOf, changesFor } from './audience.ts'

const personId = newId<PersonId>()
const event = (change: Partial<LiveEvent>): LiveEvent => ({
  tenantId: newId<TenantId>(),
  position: 1,
  module: 'orders',
  kind: 'order',
  recordId: newId<RecordId>(),
  version: 1,
  requestId: null,
  ownerPersonIds: [],
  ...change,
})

it('puts people with the same rights into one audience', () => {
  const other = newId<PersonId>()
  expect(audienceOf({ personId, grants: PRESETS.project })).toBe(
    audienceOf({ personId: other, grants: PRESETS.project }),
  )
  expect(audienceOf({ personId, grants: PRESETS.project })).not.toBe(
    audienceOf({ personId, grants: PRESETS.billing }),
  )
})

it('leaves out modules the role does not have', () => {
  expect(
    changesFor({ personId, grants: PRESETS.billing }, [event({}), event({ module: 'billing' })]),
  ).toHaveLength(1)
})

it('tells each record once, with its last version', () => {
  const recordId = newId<RecordId>()
  const changes = changesFor({ personId, grants: PRESETS.admin }, [
    event({ recordId, version: 1 }),
    event({ version: 5 }),
    event({ recordId, version: 2 }),
  ])
  expect(changes.map(({ version }) => version)).toEqual([5, 2])
})
