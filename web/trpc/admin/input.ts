/** Parts of inputs that several procedures of the console take. */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import {
  isUuid,
  type ConnectionId,
  type InboxId,
  type PersonId,
  type RunId,
  type StaffId,
  type TenantId,
} from '#workflows/contracts/ids.ts'
import { KINDS_OF_SOURCE } from '#workflows/contracts/records.ts'
import { MAX_REASON } from '#workflows/contracts/console.ts'

type OurId = ConnectionId | InboxId | PersonId | RunId | StaffId | TenantId

/** An id of ours in a field of its own; what has another shape names nothing. */
export const idOf = <Id extends OurId>() =>
  z.custom<Id>((value) => typeof value === 'string' && isUuid(value), 'is no id of ours')

export const externalId = z.string().min(1).max(500)

/** One kind of records; null: every kind of the source. */
export const kind = z.enum(Object.values(KINDS_OF_SOURCE).flat()).nullable()

/** ISO 8601, in UTC. */
export const instant = z.iso.datetime()

/** Why, in the words of whoever asks. */
export const reason = z.string().trim().min(1).max(MAX_REASON)

/** UUID made where the button is: a second press of it is the same command. */
export const commandId = z.string().refine(isUuid, 'is no UUID')

export const notThere = (): AppError => new AppError('not_found', 'This does not exist.')
