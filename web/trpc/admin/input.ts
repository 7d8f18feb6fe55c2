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

type OurId = ConnectionId | InboxId | PersonId | RunId | StaffId | TenantId

/** An id of ours in a field of its own; what has another shape names nothing. */
export const idOf = <Id extends OurId>() =>
  z.custom<Id>((value) => typeof value === 'string' && isUuid(value), 'is no id of ours')

export const externalId = z.string().min(1).max(500)

/** UUID made where the button is: a second press of it is the same command. */
export const commandId = z.string().refine(isUuid, 'is no UUID')

export const notThere = (): AppError => new AppError('not_found', 'This does not exist.')
