/** One error as words for a person at a terminal: what happened and, below it, why. */
export function explain(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(explain).join('; ')
  }
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `: ${explain(error.cause)}`
  return `${error.message}${cause}`
}
