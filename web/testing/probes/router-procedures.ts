/** Every procedure of a router with what probes need to know of it, read from the router itself. */
import { z } from 'zod'

export interface ProbedProcedure<Meta> {
  path: string
  type: 'query' | 'mutation'
  /** Undefined: it takes none. */
  input: z.core.$ZodType | undefined
  meta: Meta | undefined
}

interface AnyRouter {
  _def: { procedures: object }
}

const definition = z.looseObject({
  type: z.enum(['query', 'mutation']),
  inputs: z.array(
    z.custom<z.core.$ZodType>(
      (given) => typeof given === 'object' && given !== null && '_zod' in given,
    ),
  ),
  meta: z.unknown(),
})

/** @throws Error for a subscription, a parser that is not zod's, or inputs in several parts: none of them is probed */
export function proceduresOf<Meta>(router: AnyRouter): ProbedProcedure<Meta>[] {
  return Object.entries(router._def.procedures).map(([path, procedure]) => {
    const found = definition.safeParse((procedure as { _def: unknown })._def)
    if (!found.success) throw new Error(`${path} cannot be probed: ${found.error.message}`)
    const { type, inputs, meta } = found.data
    if (inputs.length > 1) throw new Error(`${path} takes its input in several parts.`)
    return { path, type, input: inputs[0], meta: meta as Meta | undefined }
  })
}
