/** Parameters of requests: what each may hold, and Stripe's own words about what is wrong with them. */
import { z } from 'zod'
import { refused, type StripeFailure } from '../failure.ts'
import type { Form } from './form.ts'

export const expandParam = z.array(z.string()).optional()

/** An empty string unsets, as everywhere in Stripe's API. */
export const textParam = z
  .string()
  .max(5_000)
  .transform((value) => (value === '' ? null : value))

export const wholeParam = z
  .string()
  .regex(/^-?\d{1,15}$/)
  .transform(Number)

export const flagParam = z.enum(['true', 'false']).transform((value) => value === 'true')

export const metadataParam = z.record(z.string().max(40), z.string().max(500))

export const addressParam = z
  .strictObject({
    line1: textParam.optional(),
    line2: textParam.optional(),
    postal_code: textParam.optional(),
    city: textParam.optional(),
    state: textParam.optional(),
    country: textParam.optional(),
  })
  .transform((address) => ({
    line1: address.line1 ?? null,
    line2: address.line2 ?? null,
    postal_code: address.postal_code ?? null,
    city: address.city ?? null,
    state: address.state ?? null,
    country: address.country ?? null,
  }))

const MAX_PAGE = 100

const windowParam = z.union([
  wholeParam.transform((at) => ({ from: at, to: at })),
  z
    .strictObject({
      gt: wholeParam.optional(),
      gte: wholeParam.optional(),
      lt: wholeParam.optional(),
      lte: wholeParam.optional(),
    })
    .transform(({ gt, gte, lt, lte }) => ({
      from: Math.max(gte ?? 0, gt === undefined ? 0 : gt + 1),
      to: Math.min(lte ?? 2 ** 40, lt === undefined ? 2 ** 40 : lt - 1),
    })),
])

/** What every list takes. */
export const listParams = {
  limit: wholeParam.pipe(z.int().min(1).max(MAX_PAGE)).default(10),
  starting_after: z.string().min(1).optional(),
  ending_before: z.string().min(1).optional(),
  expand: expandParam,
  created: windowParam.optional(),
}

/** @throws StripeFailure in the order Stripe complains: unknown, missing, wrong */
export function readParams<T>(schema: z.ZodType<T>, form: Form): T {
  const result = schema.safeParse(form)
  if (result.success) return result.data
  throw complaint(result.error.issues, form)
}

function complaint(issues: readonly z.core.$ZodIssue[], form: Form): StripeFailure {
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue
    const param = bracketed([...issue.path, issue.keys[0] ?? ''])
    return refused(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
  }
  const [first] = issues
  const path = first?.path ?? []
  const param = bracketed(path)
  if (path.length === 1 && form[String(path[0])] === undefined) {
    return refused(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  }
  return refused(`Invalid ${param}: ${first?.message ?? 'not understood'}`, { param })
}

const bracketed = ([name, ...rest]: readonly PropertyKey[]): string =>
  String(name ?? '') + rest.map((part) => `[${String(part)}]`).join('')
