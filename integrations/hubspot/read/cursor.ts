/** Where an enumeration goes on, as checkpoints store it: HubSpot's own token, or the last id of a search. */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'

const pageCursor = z.strictObject({ after: z.string().min(1) })
const searchCursor = z.strictObject({ id: z.string().regex(/^\d{1,20}$/) })

function read<T>(schema: z.ZodType<T>, cursor: string): T {
  try {
    return schema.parse(JSON.parse(cursor))
  } catch (cause) {
    throw new AppError('invalid_input', 'This cursor is none of ours.', { cause })
  }
}

/** @throws AppError `invalid_input` for a cursor of another enumeration */
export const pageAfter = (cursor: string): string => read(pageCursor, cursor).after
export const searchAfter = (cursor: string): string => read(searchCursor, cursor).id

export const pageCursorOf = (after: string): string => JSON.stringify({ after })
export const searchCursorOf = (id: string): string => JSON.stringify({ id })
